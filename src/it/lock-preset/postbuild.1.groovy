import groovy.json.JsonSlurper
import io.github.hfmodels.it.ItHub

def lockFile = context.lockFile

ItHub.afterRun(context) { run ->
    assert run.apiCalls().size() == 6
    assert run.downloads()*.replaceFirst('resolve/[0-9a-f]{40}', '…') == [
        '/acme/adapter/…/adapter_config.json',
        '/acme/base/…/config.json',
        '/acme/base/…/tokenizer.json',
    ]
    assert run.says('acme/base@main (preset transformers): locked at ')
    assert run.warnings().isEmpty()
}

def models = new JsonSlurper().parse(lockFile).models
assert models*.id == ['acme/adapter', 'acme/base', 'acme/chat']
assert models*.preset == ['transformers', 'transformers', 'gguf']
assert models[0].companions == [[type: 'model', id: 'acme/base', revision: 'main', preset: 'transformers']]
assert models[1].license == 'apache-2.0'
assert models[1].files.keySet() == ['config.json', 'model.safetensors', 'tokenizer.json'] as Set
assert models[2].variant == 'Q4_K_M'
assert models[2].files.keySet() == ['chat-Q4_K_M.gguf'] as Set
