import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('<lockFile> names the property no.such.property, which is not set')
}
