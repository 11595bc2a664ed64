import io.github.hfmodels.it.ItHub

// The same day.
ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('1 model ready: all cached, 0 requests')
}
