import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    hub.model('acme/tiny').commit('first').file('config.json', '{}')
    hub.model('acme/large').commit('first')
        .file('config.json', '{"large": true}')
        .lfs('model.safetensors', new byte[2_500_000])
    hub.dataset('acme/data').commit('first').file('data.csv', '1,2,3')
}
