import groovy.json.JsonSlurper
import io.github.hfmodels.bom.BomSchema
import io.github.hfmodels.it.ItHub

File file = context.bom

ItHub.afterRun(context) { run ->
    // Those of prefetch.
    assert run.apiCalls().isEmpty()
    assert run.downloads().size() == 4
    assert run.says("The bill of materials of 3 models is $file".toString())
    assert run.warnings().isEmpty()
}

BomSchema.assertValid(file.toPath())
def bom = new JsonSlurper().parse(file)
assert bom.metadata.timestamp == '2026-01-01T00:00:00Z'
assert bom.metadata.component.purl == 'pkg:maven/org.example/bom@1.0?type=pom'

BomSchema.assertHasWhatIsLocked(file.toPath(), new File(basedir, 'hf-models.lock.json').toPath())
assert bom.components.collect { "$it.group/$it.name".toString() } == ['acme/texts', 'acme/encoder', 'acme/tiny']
assert bom.components.find { it.name == 'tiny' }.licenses == [[license: [id: 'Apache-2.0', acknowledgement: 'declared']]]
assert bom.components.find { it.name == 'encoder' }.components*.name == ['onnx/model.onnx']
assert bom.dependencies.find { it.ref == bom.metadata.component.purl }.dependsOn == bom.components*.purl

def installed = new File(localRepositoryPath, 'org/example/bom/1.0/bom-1.0-cyclonedx-models.json')
assert installed.bytes == file.bytes
context.first = file.bytes
return true
