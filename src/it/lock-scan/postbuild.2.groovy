import io.github.hfmodels.it.ItHub

def lockFile = context.lockFile
def locked = context.locked

// What is locked stays as it is, and nobody is asked.
ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
}
assert lockFile.text == locked
