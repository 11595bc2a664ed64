import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('2 models ready: all cached, 0 requests, as locked in models.lock.json')
}
assert new File(localRepositoryPath.parentFile, 'it-home/models.lock.json').file
