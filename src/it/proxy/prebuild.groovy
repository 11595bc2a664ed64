import io.github.hfmodels.it.ItHub
import io.github.hfmodels.testproxy.TestProxy

context.proxy = TestProxy.start().login('ci', 'nobody may read this').knows('models.example.org')
def settings = new File(basedir, 'settings.xml')
settings.text = settings.text.replace('<port>1<', "<port>${context.proxy.port()}<")
new File(basedir, 'settings-of-nobody.xml').text = settings.text.replace('<username>ci<', '<username>nobody<')

ItHub.start(basedir, context) { hub ->
    hub.model('acme/tiny').commit('first').file('config.json', '{}').lfs('model.safetensors', 'the weights'.bytes)
    hub.property('hf.endpoint', context.userProperties['hf.endpoint'].replace('127.0.0.1', 'models.example.org'))
}
