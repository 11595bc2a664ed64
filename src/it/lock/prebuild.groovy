import io.github.hfmodels.it.ItHub

context.lockFile = new File(basedir, 'hf-models.lock.json')
context.emptyCache = { assert new File(basedir, 'hf-home').deleteDir() }

ItHub.start(basedir, context) { hub ->
    hub.model('acme/tiny').license('apache-2.0').commit('first')
        .file('config.json', '{}')
        .lfs('model.safetensors', 'the weights'.bytes)
    hub.model('acme/other').commit('first')
        .file('config.json', '{"other": true}')
        .lfs('model.h5', 'what nobody wants'.bytes)
    context.hub = hub
}
