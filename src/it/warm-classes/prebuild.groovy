import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    def commit = hub.model('acme/tiny').commit('first')
        .file('config.json', '{}')
        .lfs('model.safetensors', 'the weights'.bytes)
    hub.model('acme/other').commit('first').file('config.json', '{"other": true}')
    hub.property('tiny.commit', commit.id())
}
