import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    hub.model('acme/apache').license('apache-2.0').commit('first').file('config.json', '{"apache": 1}')
    hub.model('acme/llama').license('llama3').commit('first').file('config.json', '{"llama": 1}')
    hub.model('acme/mit').license('mit').commit('first').file('config.json', '{"mit": 1}')
    hub.model('acme/undeclared').commit('first').file('config.json', '{"undeclared": 1}')
}
