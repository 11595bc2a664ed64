import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    hub.model('acme/tiny').license('mit').commit('first')
        .file('config.json', '{}')
        .lfs('model.safetensors', 'the weights'.bytes)
}
