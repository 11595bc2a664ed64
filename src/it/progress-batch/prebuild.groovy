import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    hub.model('acme/large').commit('first')
        .file('config.json', '{}')
        .file('tokenizer.json', '{"model": {}}')
        .lfs('model.safetensors', new byte[12_345_678])
}
