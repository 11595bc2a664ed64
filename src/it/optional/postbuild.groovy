import groovy.json.JsonSlurper
import io.github.hfmodels.bom.BomSchema
import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.lines('[WARNING] Going on without an optional model: ').size() == 2
}

def file = new File(basedir, 'target/hf-models/bom.cdx.json')
BomSchema.assertValid(file.toPath())
def bom = new JsonSlurper().parse(file)
assert bom.components*.name == ['tiny']
assert bom.metadata.properties*.value == ['acme/not-there@main', 'acme/without-onnx@main (includes [*.onnx])']
assert bom.compositions == [[aggregate: 'incomplete', dependencies: [bom.metadata.component['bom-ref']]]]
