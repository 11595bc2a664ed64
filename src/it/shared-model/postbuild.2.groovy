import io.github.hfmodels.it.ItHub

// One module after the other.
ItHub.afterRun(context) { run ->
    assert run.requests()*.path() == ['/api/models/acme/popular/revision/main']
    assert run.lines('1 model ready: all cached, 0 requests').size() == 3
}
