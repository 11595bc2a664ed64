import io.github.hfmodels.it.ItHub

// As in invoker.properties, which cannot tell where the project is cloned to.
def home = new File(localRepositoryPath.parentFile, 'it-home')
home.deleteDir()
home.mkdirs()
ItHub.start(basedir, context) { hub ->
    hub.model('acme/tiny').commit('first').file('config.json', '{}')
    hub.model('acme/other').commit('first').file('config.json', '{1}')
}
