import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('2 files verified, 13 B in ')
    assert run.warnings().isEmpty()
}
