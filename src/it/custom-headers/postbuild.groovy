import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.says('1 model ready: 1 downloaded')
    assert run.says("headers [X-Api-Key] from server 'huggingface' in settings.xml")
    // None of them goes to the content network, which is another host.
    run.requests().each { request ->
        def isHub = request.server().name() == 'HUB'
        assert request.header('X-Api-Key').orElse('') == (isHub ? 'nobody may read this' : '')
        assert request.header('Authorization').orElse('') == (isHub ? 'Token nobody may read that' : '')
    }
    assert !run.says('nobody may read')
}
