import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    hub.model('acme/partial').commit('first')
        .file('config.json', '{}')
        .lfs('model.safetensors', 'the weights'.bytes)
    hub.model('acme/absent').commit('first').file('config.json', '{}')
}
