import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    hub.model('acme/tiny').commit('first').file('config.json', '{}')
    hub.model('acme/large').commit('first').lfs('model.safetensors', new byte[1_999_000])
}
