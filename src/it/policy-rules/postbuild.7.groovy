import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.downloads().isEmpty()
    assert run.says('the policy forbids 2 things:')
    assert run.says('acme/infected@main: the security scan has found something unsafe in model.safetensors (scan of <policy>); ')
    assert run.says('acme/waiting@main: has not been scanned yet: model.safetensors (scan of <policy>); ')
}
