import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('acme/apache@main: its security scan is not known, since the build is offline and the model is not locked')
}
