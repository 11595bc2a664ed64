import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.lines(':prefetch (').size() == 3
    assert run.warnings().isEmpty()
}
