import groovy.json.JsonSlurper
import io.github.hfmodels.it.ItHub

def lockFile = context.lockFile

ItHub.afterRun(context) { run ->
    assert run.apiCalls()*.replaceFirst('[0-9a-f]{40}', 'COMMIT').sort() ==
        ['/api/models/acme/base/revision/COMMIT', '/api/models/acme/base/revision/main']
    assert run.says('acme/base@main (preset transformers): locked at ')
}
assert new JsonSlurper().parse(lockFile).models*.id == ['acme/adapter', 'acme/base', 'acme/chat']
