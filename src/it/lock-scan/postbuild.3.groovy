import io.github.hfmodels.it.ItHub

def lockFile = context.lockFile
def locked = context.locked

ItHub.afterRun(context) { run ->
    assert run.says("acme/tiny@main: still at ${context.tiny.id()}, scan unscanned -> unsafe")
    assert run.says('  ! pytorch_model.bin: scan unsafe')
    assert !run.says('  ! config.json')
    assert run.says("still at ${context.pinned.id()}, no declared license -> license apache-2.0")
    assert run.says('2 models would change in the lock (hf.failOnChange)')
}
assert lockFile.text == locked
