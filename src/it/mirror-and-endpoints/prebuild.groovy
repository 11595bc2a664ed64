import io.github.hfmodels.it.ItHub
import io.github.hfmodels.testhub.TestHub

def mirror = TestHub.start().user('ci', 'nobody may read this').requireCredentials()
mirror.model('acme/ours').commit('first').file('config.json', '{}').lfs('model.safetensors', 'our weights'.bytes)
context.mirror = mirror
def settings = new File(basedir, 'settings.xml')
settings.text = settings.text.replace('http://127.0.0.1:1<', "${mirror.endpoint()}<")

ItHub.start(basedir, context) { hub ->
    hub.model('acme/tiny').commit('first').file('config.json', '{}')
    def other = context.userProperties['hf.endpoint'].replace('127.0.0.1', 'localhost')
    hub.property('hf.endpoint', "https://huggingface.co/,$other".toString())
}
