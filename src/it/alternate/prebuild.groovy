import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    def commit = hub.model('acme/tiny').makePrivate('hf_of_the_hub').commit('first').file('config.json', '{}')
    // ModelScope has a configuration of its own, which nobody wants, and the weights under other names.
    def other = hub.modelScope().model('acme/tiny-elsewhere').makePrivate('ms-of-modelscope').commit('first')
        .file('config.json', '{"other": true}')
    (1..4).each {
        commit.lfs("model-${it}.safetensors", "weights $it".bytes)
        other.file("weights/model-${it}.safetensors", "weights $it")
    }
    context.hub = hub
}
