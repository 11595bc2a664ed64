import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('acme/no-such-model@main: there is no model of that name, or it is private; check the id')
    assert run.requests().size() == 1
}
