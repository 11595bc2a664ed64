import io.github.hfmodels.it.ItHub

context.bom = new File(basedir, 'target/hf-models/bom.cdx.json')

ItHub.start(basedir, context) { hub ->
    hub.model('acme/tiny').license('apache-2.0').commit('first')
        .file('config.json', '{}')
        .lfs('model.safetensors', 'the weights'.bytes)
    hub.model('acme/encoder').commit('first')
        .file('config.json', '{}')
        .lfs('onnx/model.onnx', 'the graph'.bytes)
    hub.dataset('acme/texts').license('mit').commit('first')
        .file('data.csv', 'a,b')
}
