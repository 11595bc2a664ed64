import groovy.json.JsonSlurper
import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.says("The model is at ${new File(basedir, 'target/encoder')}")
}

// Each execution has its own part, although Quarkus gives none an id.
def executions = new JsonSlurper().parse(new File(basedir, 'target/hf-models/manifest.json')).executions
assert executions == [default: ['encoder'], second: ['judge']]
