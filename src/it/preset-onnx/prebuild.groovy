import io.github.hfmodels.it.ItHub
import io.github.hfmodels.preset.onnx.GraphBytes

ItHub.start(basedir, context) { hub ->
    hub.model('acme/sentences').commit('first')
        .file('config.json', '{"model_type": "bert"}')
        .file('tokenizer.json', '{"model": {}}')
        .file('README.md', '# Sentences')
        .lfs('model.safetensors', new byte[100_001])
        .lfs('onnx/model.onnx', GraphBytes.graphWithData())
        .lfs('onnx/model_int8.onnx', GraphBytes.model(new GraphBytes().text(2, 'int8')).toBytes())
        .lfs('onnx/model_q4.onnx', GraphBytes.model(new GraphBytes().text(2, 'q4')).toBytes())
    // The graph itself says in which file its tensors are.
    hub.model('acme/generator').commit('first')
        .file('config.json', '{"model_type": "gpt2"}')
        .file('tokenizer.json', '{"model": {"type": "BPE"}}')
        .lfs('model.onnx', GraphBytes.graphWithData('weights.bin'))
        .lfs('weights.bin', new byte[50_001])
        .lfs('other.bin', new byte[50_002])
}
