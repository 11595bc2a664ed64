import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    def repository = hub.model('acme/private').makePrivate('ci:nobody may read this')
    repository.commit('first').file('config.json', '{}')
}
