import io.github.hfmodels.it.ItHub

context.cached = { String model ->
    new File(basedir, 'hf-home/hub/models--acme--' + model).exists()
}

ItHub.start(basedir, context) { hub ->
    hub.model('acme/adapter').commit('first').file('adapter_config.json', '{"base_model_name_or_path": "acme/base"}')
    hub.model('acme/base').commit('first').file('config.json', '{}')
    hub.model('acme/locked').commit('first').file('config.json', '{"locked": true}')
    hub.model('acme/other').commit('first').file('config.json', '{}').lfs('model.bin', new byte[3000])
}
