import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    def repository = hub.model('acme/gated').makeGated('hf_of_settings_xml')
    repository.commit('first').file('config.json', '{}').lfs('model.safetensors', 'the weights'.bytes)
}
