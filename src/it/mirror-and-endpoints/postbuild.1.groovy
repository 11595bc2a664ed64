import io.github.hfmodels.it.ItHub

def login = 'ci:nobody may read this'.bytes.encodeBase64().toString()
ItHub.afterRun(context) { run ->
    assert run.says('2 models ready: 2 downloaded')
    assert context.mirror.requests().any { it.path() == '/api/models/acme/ours/revision/main' }
    assert context.mirror.requests().findAll { it.path() =~ 'revision|/acme/ours/resolve/' }
        .every { it.header('Authorization').orElse('') == "Basic $login".toString() }
    assert run.requests().findAll { it.path().contains('/revision/') }*.path() == ['/api/models/acme/tiny/revision/main']
    assert run.requests().every { it.header('Authorization').empty }
    [login, 'nobody may read this', 'hf_for_the_public_hub_alone'].each { assert !run.says(it) }
}
context.remove('mirror').close()
