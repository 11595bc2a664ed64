import io.github.hfmodels.it.ItHub

def lockFile = context.lockFile
def locked = context.locked

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('the model acme/tiny@main in line 4 was changed by hand')
}
lockFile.text = locked.replace('"formatVersion": 1', '"formatVersion": 2')
return true
