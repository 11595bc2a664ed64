import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    hub.model('acme/encoder').commit('first').lfs('model.onnx', 'the weights'.bytes)
    hub.model('acme/judge').commit('first').lfs('model.gguf', 'other weights'.bytes)
}
