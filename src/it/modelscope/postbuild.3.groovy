import groovy.json.JsonSlurper
import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('modelscope://acme/scope@master')
    assert run.says('modelscope://datasets/acme/rows@v1')
    assert run.warnings().isEmpty()
}

def models = new JsonSlurper().parse(new File(basedir, 'hf-models.lock.json')).models
assert models*.source == ['huggingface', 'modelscope', 'modelscope']
assert models*.id == ['acme/private', 'acme/scope', 'acme/rows']
def files = models[1].files
assert files.keySet() == ['config.json', 'model.safetensors'] as Set
files.values().each { assert it.sha256.length() == 64 }
return true
