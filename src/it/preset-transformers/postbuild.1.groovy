import groovy.json.JsonSlurper
import io.github.hfmodels.it.ItHub

// A plan says which rule chose a file, and reads nothing but what decides.
ItHub.afterRun(context) { run ->
    assert run.apiCalls()*.replaceFirst('/revision/main', '')*.replaceFirst('/api/models/', '') ==
        ['acme/code', 'acme/encoder', 'acme/speech', 'acme/vision']
    assert run.downloads().every { it ==~ /.*\.(json|py)/ }
    assert run.lines('download  model.safetensors ')[0].endsWith('weights (safetensors)')
    assert run.lines('model-00001-of-00002.safetensors')[0].endsWith('weights, shard of model.safetensors.index.json')
    assert run.lines('image_sizes.py')[0].endsWith('code')
    assert run.lines('acme/code@main, for acme/vision@main (commit ').size() == 1
    // A question a repository and a request a file, as if nothing had been read for the plan.
    assert run.says('To download: 21 files, 270.9 kB, with 25 requests or more; ')
    assert run.warnings().isEmpty()
}

def plan = new JsonSlurper().parse(new File(basedir, 'target/plan.json'))
assert plan.models*.id == ['acme/code', 'acme/encoder', 'acme/speech', 'acme/vision']
assert !new File(basedir, 'hf-home').exists()
