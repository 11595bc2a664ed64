import io.github.hfmodels.it.ItHub
import io.github.hfmodels.testproxy.TestProxy

context.proxy = TestProxy.start()
def settings = new File(basedir, 'settings.xml')
settings.text = settings.text.replace('<port>1<', "<port>${context.proxy.port()}<")

ItHub.start(basedir, context) { hub ->
    hub.model('acme/tiny').commit('first').file('config.json', '{}').lfs('model.safetensors', 'the weights'.bytes)
}
