import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    def repository = hub.model('acme/sentences')
    def released = repository.commit('1.0')
        .file('README.md', 'not included')
        .lfs('onnx/model.onnx', 'the weights'.bytes)
        .lfs('onnx/model_quantized.onnx', 'excluded'.bytes)
        .file('tokenizer.json', '{}')
    repository.tag('v1.0', released.id())
    repository.commit('later').lfs('onnx/model.onnx', 'newer weights'.bytes)
}
