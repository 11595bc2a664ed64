import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('hf.models names acme/absent, which neither the POM nor the lock file has')
}
