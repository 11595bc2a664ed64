import groovy.json.JsonSlurper
import io.github.hfmodels.it.ItHub

context.available = { String name ->
    def manifest = new JsonSlurper().parse(new File(basedir, 'target/hf-models/manifest.json'))
    manifest.models[name].available
}

ItHub.start(basedir, context) { hub ->
    def token = 'hf_of_somebody_admitted'
    hub.model('acme/gated').makeGated(token, 'hf_of_a_stranger').commit('first').file('config.json', '{}')
    hub.model('acme/private').makePrivate(token).commit('first').file('config.json', '{}')
    hub.model('acme/open').commit('first').file('config.json', '{}')
}
