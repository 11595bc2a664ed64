import io.github.hfmodels.it.ItHub

def second = context.second
def hub = context.hub

// The build uses what the lock has now.
ItHub.afterRun(context) { run ->
    assert run.apiCalls().isEmpty()
    assert run.says('2 models ready')
}
def snapshot = new File(basedir, "hf-home/hub/models--acme--tiny/snapshots/$second")
assert snapshot.list().sort() == ['README.md', 'config.json', 'model.safetensors', 'tokenizer.json']
