import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('2 models ready: all cached, 0 requests, as locked in models.lock.json')
}
assert new File(basedir, 'home/models.lock.json').file
