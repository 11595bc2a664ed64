import groovy.json.JsonSlurper
import io.github.hfmodels.it.ItHub

def lockFile = context.lockFile

ItHub.afterRun(context) { run ->
    assert run.says('  ! pytorch_model.bin: scan unsafe')
    assert run.downloads().isEmpty()
}
def (pinned, tiny) = new JsonSlurper().parse(lockFile).models
assert pinned.license == 'apache-2.0'
assert tiny.scan == 'unsafe'
assert tiny.files*.value*.scan == [null, 'unsafe']
