import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('Tests run: 1, Failures: 0, Errors: 0, Skipped: 0')
}
