import io.github.hfmodels.it.ItHub

def lockFile = context.lockFile
def locked = context.locked

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('its format version is 2, and this version of the plugin knows versions up to 1')
}
lockFile.text = locked
return true
