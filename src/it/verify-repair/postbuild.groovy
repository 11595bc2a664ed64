import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('verified, ')
    assert run.warnings().isEmpty()
}
