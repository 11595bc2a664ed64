import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    hub.model('acme/one').commit('first').file('config.json', '1')
    hub.model('acme/two').commit('first').file('config.json', '2')
    hub.dataset('acme/three').commit('first').file('data.csv', '3')
}
