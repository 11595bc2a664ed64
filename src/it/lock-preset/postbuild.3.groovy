import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('2 models ready: all cached, 0 requests, as locked in hf-models.lock.json')
}
