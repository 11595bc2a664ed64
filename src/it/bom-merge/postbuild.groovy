import groovy.json.JsonOutput
import groovy.json.JsonSlurper
import io.github.hfmodels.bom.BomSchema
import io.github.hfmodels.it.ItHub

ItHub.end(context)

def read = { String classifier ->
    new JsonSlurper().parse(new File(localRepositoryPath, "org/example/bom-merge/1.0/bom-merge-1.0-${classifier}.json"))
}
def code = read('cyclonedx')
def models = read('cyclonedx-models')

// Both are about the same project, so what each says of it is joined.
assert code.metadata.component.'bom-ref' == models.metadata.component.'bom-ref'
def merged = [
    $schema: models.$schema, bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, metadata: code.metadata,
    components: (code.components + models.components).unique { it.'bom-ref' },
    dependencies: (code.dependencies + models.dependencies).groupBy { it.ref }.collect { ref, known ->
        [ref: ref, dependsOn: known.collectMany { it.dependsOn ?: [] }.unique()]
    },
]
assert BomSchema.complaints(JsonOutput.toJson(merged), '1.6') == []
assert merged.components*.name as Set == ['jspecify', 'tiny'] as Set
assert merged.dependencies.find { it.ref == code.metadata.component.'bom-ref' }.dependsOn.size() == 2
