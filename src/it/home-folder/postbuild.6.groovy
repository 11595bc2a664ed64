import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('<cacheDirectory> names the property no.such.property, which is not set')
}
