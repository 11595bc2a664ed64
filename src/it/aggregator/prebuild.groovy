import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    hub.model('acme/shared').commit('first').lfs('model.safetensors', 'the weights'.bytes)
    hub.model('acme/own').commit('first').file('config.json', '{}')
}
