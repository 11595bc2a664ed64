import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    def commit = hub.model('acme/sentences').commit('first')
        .lfs('onnx/model.onnx', 'the weights'.bytes)
        .file('tokenizer.json', '{}')
        .file('tokenizer_config.json', '{}')
    context.commit = commit.id()
}
