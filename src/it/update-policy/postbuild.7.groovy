import io.github.hfmodels.it.ItHub

// After the interval.
ItHub.afterRun(context) { run ->
    assert run.requests()*.path() == ['/api/models/acme/tiny/revision/main']
    assert run.says('1 model ready: all cached, 1 request')
}
