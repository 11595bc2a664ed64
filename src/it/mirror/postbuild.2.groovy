import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('2 models ready: 2 downloaded')
    assert run.says('0 requests')
    assert run.says('Tests run: 2, Failures: 0, Errors: 0, Skipped: 0')
}
context.emptyCache()
return true
