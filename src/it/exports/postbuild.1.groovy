import groovy.json.JsonSlurper
import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('Tests run: 4, Failures: 0, Errors: 0, Skipped: 1')
    // Both executions name the same snapshot.
    assert run.apiCalls().count { it.startsWith('/api/models/acme/sentences/') } == 1
}

def file = new File(basedir, 'target/hf-models/manifest.json')
def models = new JsonSlurper().parse(file).models
assert models.keySet() == ['encoder', 'judge', 'tokenizer'] as Set
assert models.encoder.commit == context.commit
assert new File(models.encoder.file).text == 'the weights'
assert models.encoder.files.keySet() == ['onnx/model.onnx'] as Set
assert models.judge == [type: 'model', id: 'acme/not-there', revision: 'main', available: false]
assert models.tokenizer.path == new File(basedir, 'target/tokenizer').path
assert models.tokenizer.file == null

context.manifest = file.bytes
assert file.setLastModified(0)
