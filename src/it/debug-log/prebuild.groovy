import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    def repository = hub.model('acme/gated').makeGated('hf_nobody_may_read_this')
    repository.commit('first')
        .file('config.json', '{"bytes": "of a file"}')
        .lfs('model.safetensors', ('bytes of a model, ' * 100_000).bytes)
}
