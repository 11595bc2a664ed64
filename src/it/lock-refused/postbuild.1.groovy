import io.github.hfmodels.it.ItHub

def lockFile = context.lockFile
def hub = context.hub
def repository = context.repository

ItHub.afterRun(context) { run ->
    assert run.says('BUILD SUCCESS')
}
context.locked = lockFile.text
assert repository.deleteDir()
// Of the same length, so that only the hash tells.
hub.faults().onPath('model.safetensors').body(200, 'application/octet-stream', 'not weights'.bytes)
return true
