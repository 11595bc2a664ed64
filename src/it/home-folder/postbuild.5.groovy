import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says("-Dhf.lockFile is '~nobody/models.lock.json'; only ~ alone or before a / means a home folder")
}
