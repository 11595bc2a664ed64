import io.github.hfmodels.it.ItHub

// As many requests as the plan said.
ItHub.afterRun(context) { run ->
    assert run.lines('1 model ready: 1 downloaded')[0].endsWith(', 2 requests')
}
