import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    def repository = hub.model('acme/tiny').makePrivate('nobody may read that')
    repository.commit('first').file('config.json', '{}').lfs('model.safetensors', 'the weights'.bytes)
}
