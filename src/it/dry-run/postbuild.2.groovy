import io.github.hfmodels.it.ItHub

// As many requests as the plan said.
ItHub.afterRun(context) { run ->
    assert run.requests().size() == 2
    assert run.says('1 model ready: 1 downloaded')
}
