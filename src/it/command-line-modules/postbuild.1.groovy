import groovy.json.JsonSlurper
import io.github.hfmodels.it.ItHub

// One plan of all, in which a content that two modules want is downloaded once.
ItHub.afterRun(context) { run ->
    assert run.apiCalls() == ['/api/models/acme/own/revision/main', '/api/models/acme/shared/revision/main']
    assert run.downloads().isEmpty()
    assert run.says('To download: 3 files, ')
    assert run.warnings().isEmpty()
}
def plan = new JsonSlurper().parse(new File(basedir, 'target/plan.json'))
assert plan.models*.id == ['acme/own', 'acme/shared']
assert plan.filesToDownload == 3
assert !new File(basedir, 'hf-home').exists()
