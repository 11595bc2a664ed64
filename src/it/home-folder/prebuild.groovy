import io.github.hfmodels.it.ItHub

new File(basedir, 'home').mkdirs()
ItHub.start(basedir, context) { hub ->
    hub.model('acme/tiny').commit('first').file('config.json', '{}')
    hub.model('acme/other').commit('first').file('config.json', '{1}')
}
