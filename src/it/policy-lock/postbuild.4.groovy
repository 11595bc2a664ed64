import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('1 model ready: all cached, offline, as locked in hf-models.lock.json')
    assert run.warnings().isEmpty()
}

context.hub.model('acme/apache').commit('second').lfs('model.safetensors', 'other weights'.bytes)
    .scan('model.safetensors', 'unsafe')
return true
