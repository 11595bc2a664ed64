import io.github.hfmodels.it.ItHub
import io.github.hfmodels.testproxy.TestProxy

context.proxy = TestProxy.start().login('ci', 'password-of-the-proxy')
def settings = new File(basedir, 'settings.xml')
settings.text = settings.text.replace('<port>1<', "<port>${context.proxy.port()}<")

ItHub.start(basedir, context) { hub ->
    def repository = hub.model('acme/gated').makeGated('hf_encrypted_token')
    repository.commit('first').file('config.json', '{}')
}
