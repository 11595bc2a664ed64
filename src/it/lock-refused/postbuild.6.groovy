import io.github.hfmodels.it.ItHub

def lockFile = context.lockFile
def locked = context.locked

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says("line 4: the model acme/tiny@main is of the source 'foo', which this version does not know")
}
lockFile.text = locked.replace('"formatVersion": 1', '"formatVersion": 2')
return true
