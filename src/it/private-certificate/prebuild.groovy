import io.github.hfmodels.it.ItHub
import io.github.hfmodels.testhub.TestCertificate
import io.github.hfmodels.testhub.TestHub
import io.github.hfmodels.testproxy.TestProxy

context.proxy = TestProxy.start()
def settings = new File(basedir, 'settings.xml')
settings.text = settings.text.replace('<port>1<', "<port>${context.proxy.port()}<")

def certificate = TestCertificate.create(basedir.toPath())
ItHub.start(basedir, context, TestHub.builder().tls(certificate.context())) { hub ->
    def repository = hub.model('acme/gated').makeGated('hf_of_settings_xml')
    repository.commit('first').file('config.json', '{}').lfs('model.safetensors', 'the weights'.bytes)
}
