import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    context.commit = hub.model('acme/encoder').commit('first').file('config.json', '{}').id()
}
