import groovy.json.JsonSlurper
import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.lines('[WARNING] Going on without an optional model: ').size() == 2
}

def models = new JsonSlurper().parse(new File(basedir, 'target/hf-models/manifest.json')).models
assert models.collectEntries { alias, model -> [alias, model.available] } ==
    ['not-there': false, 'tiny': true, 'without-onnx': false]
