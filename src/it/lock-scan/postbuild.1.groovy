import groovy.json.JsonSlurper
import io.github.hfmodels.it.ItHub

def lockFile = context.lockFile

ItHub.afterRun(context) { run ->
    assert run.says("acme/tiny@main: locked at ${context.tiny.id()}, 2 files, 13 B, license mit")
    assert run.says('  ! config.json: scan unscanned')
    assert run.says('  ! pytorch_model.bin: scan unscanned')
}
def (pinned, tiny) = new JsonSlurper().parse(lockFile).models
assert pinned.scan == 'safe' && pinned.card == null
assert pinned.files.'config.json'.scan == null
assert tiny.scan == 'unscanned'
assert tiny.card == [task: 'fill-mask', languages: ['en', 'de']]
assert tiny.files*.value*.scan == ['unscanned', 'unscanned']

context.locked = lockFile.text
context.tiny.scan('pytorch_model.bin', 'unsafe').scansDone()
context.hub.model('acme/pinned').license('apache-2.0')
return true
