import io.github.hfmodels.it.ItHub

def lockFile = context.lockFile
def locked = context.locked

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('acme/tiny@main: hf-models.lock.json has it with all files, but wanted is includes [*.json]; '
        + 'run mvn hf-models:lock')
}
lockFile.text = locked.replace('"huggingface"', '"foo"')
assert lockFile.text != locked
