import io.github.hfmodels.it.ItHub

context.lockFile = new File(basedir, 'hf-models.lock.json')

ItHub.start(basedir, context) { hub ->
    context.first = hub.model('acme/tiny').commit('first')
        .file('config.json', '{}')
        .file('merges.txt', 'a b')
        .file('README.md', 'Tiny')
        .lfs('model.safetensors', 'the weights'.bytes)
        .id()
    hub.model('acme/other').commit('first').file('config.json', '{}')
    context.extra = hub.model('acme/extra').commit('first').file('config.json', '{}').id()
    context.hub = hub
}
