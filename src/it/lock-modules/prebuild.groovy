import groovy.json.JsonSlurper
import io.github.hfmodels.it.ItHub

context.locked = { String folder ->
    new JsonSlurper().parse(new File(basedir, folder + 'hf-models.lock.json')).models
}

ItHub.start(basedir, context) { hub ->
    context.first = hub.model('acme/shared').commit('first')
        .file('config.json', '{}')
        .lfs('model.safetensors', 'the weights'.bytes)
        .id()
    hub.model('acme/dropped').commit('first').file('config.json', '{}')
    hub.model('acme/own').commit('first').file('config.json', '{}')
    context.hub = hub
}
