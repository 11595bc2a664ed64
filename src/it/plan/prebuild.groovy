import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    hub.model('acme/tiny').commit('first')
        .file('config.json', '{}')
        .lfs('model.safetensors', 'the weights'.bytes)
    hub.model('acme/large').commit('first')
        .file('README.md', '# Large')
        .file('tokenizer.json', '{"model": {}}')
        .lfs('model-1.safetensors', new byte[2_500_000])
        .lfs('model-2.safetensors', new byte[1_500_000])
    hub.model('acme/copies').commit('first')
        .file('config.json', '{}')
        .lfs('model.safetensors', new byte[400_000])
        .lfs('onnx/model.onnx', new byte[410_000])
        .lfs('onnx/model_int8.onnx', new byte[110_000])
        .lfs('pytorch_model.bin', new byte[405_000])
}
