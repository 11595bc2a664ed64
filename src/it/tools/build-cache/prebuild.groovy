import io.github.hfmodels.it.ItHub

new File(basedir, 'build-cache').deleteDir()
new File(basedir, 'hf-models.lock.json').delete()

ItHub.start(basedir, context) { hub ->
    context.hub = hub
    hub.model('acme/encoder').commit('first').file('config.json', '{"first": true}')
}
