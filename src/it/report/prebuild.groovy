import groovy.json.JsonSlurper
import io.github.hfmodels.it.ItHub

context.report = { String file ->
    new JsonSlurper().parse(new File(basedir, file))
}

ItHub.start(basedir, context) { hub ->
    def encoder = hub.model('acme/encoder').license('apache-2.0').card('pipeline_tag', 'sentence-similarity')
        .provider('acme-cloud', 'live')
    context.first = encoder.commit('first').file('config.json', '{}').lfs('model.safetensors', new byte[250_000]).id()
    hub.model('acme/reranker').license('apache-2.0').commit('first')
        .file('config.json', '{}')
        .lfs('model.safetensors', new byte[120_000])
        .lfs('onnx/model.onnx', new byte[120_500])
    def tagger = hub.model('acme/tagger')
    tagger.tag('v1', tagger.commit('first').file('config.json', '{}').lfs('pytorch_model.bin', new byte[80_000]).id())
    hub.model('acme/chat').license('llama3.2').commit('first').lfs('chat-Q4_K_M.gguf', new byte[400_000])
    hub.model('acme/code').license('apache-2.0').commit('first')
        .file('config.json', '{}')
        .file('modeling.py', 'import os')
        .scan('modeling.py', 'suspicious')
    hub.dataset('acme/questions').license('apache-2.0').commit('first').lfs('train.parquet', new byte[30_000])
    context.encoder = encoder
}
