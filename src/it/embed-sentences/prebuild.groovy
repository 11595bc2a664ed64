import io.github.hfmodels.it.ItHub
import io.github.hfmodels.testhub.Content

ItHub.start(basedir, context) { hub ->
    def files = new File(minilmFiles).toPath()
    hub.model('sentence-transformers/all-MiniLM-L6-v2').commit('all-MiniLM-L6-v2')
        .idOverride('c9745ed1d9f207416be6d2e6f8de32d1f16199bf')
        .file('README.md', '# all-MiniLM-L6-v2')
        .file('config.json', '{"model_type": "bert", "hidden_size": 384, "num_hidden_layers": 6}')
        .lfs('onnx/model.onnx', Content.of(files.resolve('all-minilm-l6-v2.onnx')))
        .lfs('onnx/model_quantized.onnx', Content.of(files.resolve('all-minilm-l6-v2-q.onnx')))
        .lfs('pytorch_model.bin', Content.generated(90_888_945, 1))
        .file('tokenizer.json', Content.of(files.resolve('all-minilm-l6-v2-tokenizer.json')))
}
