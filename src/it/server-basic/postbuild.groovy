import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.says('1 model ready: 1 downloaded')
    def login = 'ci:nobody may read this'.bytes.encodeBase64().toString()
    assert run.requests().every { it.header('Authorization').orElse('') == "Basic $login".toString() }
    assert !run.says('nobody may read this')
    assert !run.says(login)
}
