import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    def repository = hub.model('acme/gated').makeGated('hf_nobody_may_read_this')
    repository.commit('first')
        .file('config.json', '{"bytes": "of a file"}')
        .lfs('model.safetensors', ('bytes of a model, ' * 100_000).bytes)
    // Served with another content than listed, after a redirect to a signed address.
    def content = io.github.hfmodels.testhub.Content.of('four')
    hub.model('acme/broken').commit('first').raw('model.safetensors', content.gitSha1(), 4, 'a' * 64, content)
}
