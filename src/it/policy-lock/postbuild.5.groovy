import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.downloads().isEmpty()
    assert run.says('acme/apache@main: the security scan has found something unsafe in model.safetensors (scan of <policy>); ')
    assert new File(basedir, 'hf-models.lock.json').text == context.before
}
