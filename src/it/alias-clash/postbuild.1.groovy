import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says("the models acme/tiny@main and others/tiny@main have one alias, 'tiny'; give one of them another")
    assert run.requests().isEmpty()
}
