import io.github.hfmodels.it.ItHub

// Where main points was asked today; a commit stays what it is.
ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('2 models ready: all cached, 0 requests')
    assert run.warnings().isEmpty()
}
