import io.github.hfmodels.it.ItHub

// Several selections of a commit are one component, with the files of all of them.
ItHub.afterRun(context) { run ->
    assert run.lines('The bill of materials of 2 models is ').size() == 1
    assert run.warnings().isEmpty()
}
assert context.components('') == [['own', ['config.json']], ['shared', ['config.json', 'model.safetensors']]]
context.first = context.file('').bytes
return true
