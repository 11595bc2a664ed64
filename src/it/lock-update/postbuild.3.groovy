import io.github.hfmodels.it.ItHub

def lockFile = context.lockFile
def locked = context.locked

// The model that is named has not moved.
ItHub.afterRun(context) { run ->
    assert run.apiCalls()*.replaceFirst('[0-9a-f]{40}', 'COMMIT').sort() ==
        ['/api/models/acme/other/revision/COMMIT', '/api/models/acme/other/revision/main']
}
assert lockFile.text == locked
