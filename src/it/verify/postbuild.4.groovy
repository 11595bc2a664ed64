import io.github.hfmodels.it.ItHub

// What was written within the last two seconds is noted only by the next run, which this one is.
ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.warnings().isEmpty()
}
