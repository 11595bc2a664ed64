import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('1 model ready: 1 downloaded')
    assert run.says("Sent to the Hub: authorization from server 'huggingface' in settings.xml")
    // The content network is another host, to which no token goes.
    run.requests().each { request ->
        def token = request.server().name() == 'HUB' ? 'Bearer hf_of_settings_xml' : ''
        assert request.header('Authorization').orElse('') == token
    }
    assert !run.says('hf_of_settings_xml')
    assert !run.says('hf_of_environment')
}
