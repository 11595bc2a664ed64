import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    hub.model('acme/large').commit('first').lfs('model.safetensors', 'the weights'.bytes)
}
