import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('hf.models names acme/absent, which no module has among its models')
}
