import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    hub.model('acme/managed').commit('first').file('config.json', '{}')
}
