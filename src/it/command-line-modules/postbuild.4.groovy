import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('acme/own@main: locked at ')
    assert run.says('acme/shared@main: locked at ')
}
