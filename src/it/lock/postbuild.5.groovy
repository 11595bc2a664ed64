import io.github.hfmodels.it.ItHub

def lockFile = context.lockFile
def locked = context.locked

// What is locked stays locked.
ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('is as it was: 2 models, 3 files, 28 B')
}
assert lockFile.text == locked
