import io.github.hfmodels.it.ItHub

def lockFile = context.lockFile
def locked = context.locked

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('acme/tiny@main: hf-models.lock.json has it with all files, but wanted is includes [*.json]; '
        + 'run mvn hf-models:lock')
}
// A digit of a hash, changed by hand.
lockFile.text = locked.replaceFirst('"sha256": "(.)') { all, digit -> '"sha256": "' + (digit == '0' ? '1' : '0') }
assert lockFile.text != locked
