import io.github.hfmodels.it.ItHub

// Another machine: one request for each file, also of what the adapter needs, and none of the API.
ItHub.afterRun(context) { run ->
    assert run.apiCalls().isEmpty()
    assert run.downloads()*.replaceFirst('resolve/[0-9a-f]{40}', '…') == [
        '/acme/adapter/…/adapter_config.json',
        '/acme/adapter/…/adapter_model.safetensors',
        '/acme/base/…/config.json',
        '/acme/base/…/model.safetensors',
        '/acme/base/…/tokenizer.json',
        '/acme/chat/…/chat-Q4_K_M.gguf',
    ]
    assert run.says('2 models ready: 2 downloaded, ')
    assert run.says(', 6 requests, as locked in hf-models.lock.json')
    assert run.warnings().isEmpty()
}
def base = new File(basedir, 'hf-home/hub/models--acme--base')
def commit = new File(base, 'refs/main').text
assert new File(base, "snapshots/$commit/model.safetensors").length() == 30_001
