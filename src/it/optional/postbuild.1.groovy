import groovy.json.JsonSlurper
import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('[WARNING] Going on without an optional model: acme/not-there@main: there is no model of that name')
    assert run.says('[WARNING] Going on without an optional model: acme/without-onnx@main: no file matches')
    assert run.says('1 model ready: 1 downloaded')
}

def models = new JsonSlurper().parse(new File(basedir, 'target/hf-models/manifest.json')).models
assert models.collectEntries { alias, model -> [alias, model.available] } ==
    ['not-there': false, 'tiny': true, 'without-onnx': false]
