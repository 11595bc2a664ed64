import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.warnings().isEmpty()
}

context.before = new File(basedir, 'hf-models.lock.json').text
assert context.before.contains('apache-2.0')
assert context.before.contains('safe')
return true
