import io.github.hfmodels.it.ItHub

// It notes what it verifies, as nothing was written within the last two seconds.
ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.warnings().isEmpty()
}
