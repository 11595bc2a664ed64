import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.apiCalls().isEmpty()
    assert run.downloads().size() == 2
    assert run.says('3 models ready: 3 downloaded, ')
    assert run.says('as locked in hf-models.lock.json')
    assert run.warnings().isEmpty()
}
def scope = new File(basedir, 'modelscope/models/acme--scope')
assert new File(scope, 'snapshots/master/model.safetensors').text == 'weights of ModelScope'
assert new File(basedir, 'target/scope/config.json').text == '{"scope": true}'
return true
