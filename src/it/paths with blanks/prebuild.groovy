import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    hub.model('acme/sentences').commit('first')
        .file('config.json', '{}')
        .lfs('onnx/model.onnx', 'the graph'.bytes)
        .lfs('onnx/model_int8.onnx', 'another graph'.bytes)
        .file('tokenizer.json', '{"the": "tokenizer"}')
    hub.model('acme/chat').commit('first')
        .file('config.json', '{}')
        .lfs('model-00001-of-00002.safetensors', 'one'.bytes)
        .lfs('model-00002-of-00002.safetensors', 'two'.bytes)
        .file('model.safetensors.index.json',
            '{"weight_map": {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}}')
        .file('tokenizer.json', '{}')
}
