import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert new File(basedir, 'two/models.lock.json').exists()
}
return true
