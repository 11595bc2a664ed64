import io.github.hfmodels.it.ItHub
import io.github.hfmodels.testhub.Content

ItHub.start(basedir, context) { hub ->
    def files = new File(minilmFiles).toPath()
    def repository = 'sentence-transformers/all-MiniLM-L6-v2'
    def small = [
        'README.md': '# all-MiniLM-L6-v2',
        'config.json': '{"model_type": "bert", "hidden_size": 384, "num_hidden_layers": 6}',
    ]
    def large = [
        'onnx/model.onnx': Content.of(files.resolve('all-minilm-l6-v2.onnx')),
        'onnx/model_quantized.onnx': Content.of(files.resolve('all-minilm-l6-v2-q.onnx')),
        'pytorch_model.bin': Content.generated(90_888_945, 1),
    ]
    def tokenizer = Content.of(files.resolve('all-minilm-l6-v2-tokenizer.json'))
    hub.property('demo.source', demoSource)
    if (demoSource == 'modelscope') {
        def commit = hub.modelScope().model(repository).commit('all-MiniLM-L6-v2').file('tokenizer.json', tokenizer)
        (small + large).each { path, content -> commit.file(path, content) }
    } else {
        def commit = hub.model(repository).commit('all-MiniLM-L6-v2')
            .idOverride('c9745ed1d9f207416be6d2e6f8de32d1f16199bf')
            .file('tokenizer.json', tokenizer)
        small.each { path, text -> commit.file(path, text) }
        large.each { path, content -> commit.lfs(path, content) }
    }
}
