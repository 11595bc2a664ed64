import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    hub.model('acme/of-parent').commit('first').file('config.json', '{}')
    hub.model('acme/of-child').commit('first').file('config.json', '{}')
}
