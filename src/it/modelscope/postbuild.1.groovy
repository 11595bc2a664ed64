import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('3 models ready: 3 downloaded, ')
    assert run.warnings().isEmpty()
    // Each token goes to its own source, and to no storage.
    run.requests().each { assert it.header('Authorization').orElse('') in ['', 'Bearer hf_of_the_hub'] }
    assert run.requests().any { it.header('Authorization').isPresent() }
    run.ofModelScope().each {
        def isServer = it.server().name() == 'HUB'
        assert it.header('Authorization').orElse('') == (isServer ? 'Bearer ms-of-modelscope' : '')
        assert it.header('Cookie').orElse('') == (isServer ? 'm_session_id=ms-of-modelscope' : '')
    }
    assert !run.says('ms-of-modelscope')
    // What is not wanted is not asked for.
    assert run.ofModelScope().every { !it.toString().contains('README.md') }
}
def scope = new File(basedir, 'modelscope/models/acme--scope')
assert new File(scope, 'snapshots/master/config.json').text == '{"scope": true}'
assert new File(scope, 'snapshots/master/model.safetensors').text == 'weights of ModelScope'
assert new File(scope, 'snapshots/master').list().sort() == ['config.json', 'model.safetensors']
assert new File(basedir, 'modelscope/datasets/acme--rows/snapshots/v1/data/rows.csv').text == 'a,b'
assert new File(basedir, 'target/scope/model.safetensors').text == 'weights of ModelScope'
return true
