import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    hub.model('acme/tiny').commit('first')
        .file('config.json', '{}')
        .lfs('model.safetensors', 'the weights'.bytes)
    def other = hub.model('acme/other').commit('first').file('tokenizer.json', '{}')
    hub.property('other.commit', other.id())
}
