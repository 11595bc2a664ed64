import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.lines('The bill of materials of ').size() == 2
    assert run.lines('The module has no models, so there is nothing to do').size() == 2
    assert run.warnings().isEmpty()
}
assert context.components('one/') == [['shared', ['config.json', 'model.safetensors']]]
assert context.components('two/') == [['own', ['config.json']], ['shared', ['config.json']]]
assert !context.file('three/').exists()
assert !context.file('').exists()
