import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    hub.model('acme/encoder').commit('first').file('config.json', '{}')
    hub.model('acme/judge').commit('first').file('config.json', '{}')
}
