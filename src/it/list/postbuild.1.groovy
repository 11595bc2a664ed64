import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('There is no cache at ' + new File(basedir, 'hf-home/hub'))
    assert run.requests().isEmpty()
}
assert !new File(basedir, 'hf-home').exists()
