import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.downloads().size() == 2
    assert run.says('1 model ready: 1 downloaded')
    assert !run.says('hf_of_somebody_admitted')
    // The content network is another host, to which no token goes.
    run.requests().each { request ->
        assert request.header('Authorization').present == (request.server().name() == 'HUB')
    }
}
