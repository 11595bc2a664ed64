import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    context.commit = hub.model('acme/apache').license('apache-2.0').commit('first')
        .lfs('model.safetensors', 'the weights'.bytes)
    hub.model('acme/llama').license('llama3').commit('first').lfs('model.safetensors', 'the weights'.bytes)
    context.hub = hub
}
