import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    hub.model('acme/tiny').commit('first')
        .lfs('onnx/model.onnx', 'the weights'.bytes)
        .lfs('pytorch_model.bin', 'the weights again'.bytes)
    hub.model('acme/tokens').commit('first').file('tokenizer.json', '{}')
}
