import io.github.hfmodels.it.ItHub

context.lockFile = new File(basedir, 'hf-models.lock.json')
context.repository = new File(basedir, 'hf-home/hub/models--acme--tiny')

ItHub.start(basedir, context) { hub ->
    context.commit = hub.model('acme/tiny').commit('first')
        .file('config.json', '{}')
        .lfs('model.safetensors', 'the weights'.bytes)
        .id()
    hub.model('acme/added').commit('first').file('config.json', '{}')
    context.hub = hub
}
