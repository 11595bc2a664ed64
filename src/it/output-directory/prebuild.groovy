import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    hub.model('acme/tiny').commit('first').lfs('onnx/model.onnx', 'the weights'.bytes)
    hub.model('acme/tokens').commit('first').file('tokenizer.json', '{}')
}
