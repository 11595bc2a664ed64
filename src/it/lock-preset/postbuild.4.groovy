import groovy.json.JsonSlurper
import io.github.hfmodels.it.ItHub

def lockFile = context.lockFile

// What the adapter needs moves with it.
ItHub.afterRun(context) { run ->
    assert run.apiCalls().size() == 6
    assert run.lines('acme/base@main (preset transformers): ').any { it ==~ /.*[0-9a-f]{40} -> [0-9a-f]{40}/ }
    assert run.says('  * model.safetensors (30.0 kB -> 30.0 kB)')
    assert run.lines('acme/adapter@main (preset transformers): ').isEmpty()
}
assert new JsonSlurper().parse(lockFile).models[1].files['model.safetensors'].size == 30_003

// Somebody removes lines that another model needs.
lockFile.text = lockFile.text.replaceFirst(/(?s)    \{\n(?:(?! {4}\},).)*?"id": "acme\/base",\n      "revision".*?\n    \},\n/, '')
assert new JsonSlurper().parse(lockFile).models*.id == ['acme/adapter', 'acme/chat']
