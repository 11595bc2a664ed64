import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    def weights = 'the weights'.bytes
    hub.model('acme/apache').license('apache-2.0').commit('first').lfs('model.safetensors', weights)
    hub.model('acme/llama').license('llama3').commit('first').lfs('model.safetensors', weights)
    hub.model('acme/undeclared').commit('first').lfs('model.safetensors', weights)
    hub.model('acme/named').otherLicense('acme-research').commit('first').lfs('model.safetensors', weights)
    hub.model('acme/code').commit('first').file('modeling_code.py', 'print()').lfs('model.safetensors', weights)
    hub.model('acme/pickled').commit('first').lfs('pytorch_model.bin', weights)
    hub.model('other/tiny').commit('first').file('config.json', '{}')
    // A pickle of protocol 4, whatever its name says.
    hub.model('acme/disguised').commit('first')
        .file('vocab.txt', 'the words')
        .lfs('weights.data', [0x80, 4, 0x95, 9, 0, 0, 0, 0, 0, 0, 0, 0x8c, 5, 'h', 'e', 'l', 'l', 'o', 0x94, '.']
            .collect { it instanceof String ? it.charAt(0) as byte : it as byte } as byte[])
    hub.model('acme/infected').commit('first').lfs('model.safetensors', weights).scan('model.safetensors', 'unsafe')
    hub.model('acme/waiting').commit('first').lfs('model.safetensors', weights).scansPending()
}
