import io.github.hfmodels.it.ItHub

// Maven was told to look for updates.
ItHub.afterRun(context) { run ->
    assert run.requests()*.path() == ['/api/models/acme/tiny/revision/main']
    assert run.says('1 model ready: all cached, 1 request')
}
