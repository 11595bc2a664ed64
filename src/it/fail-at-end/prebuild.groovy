import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    hub.model('acme/good').commit('first').file('config.json', '1')
    hub.model('acme/last').commit('first').file('config.json', '2')
}
