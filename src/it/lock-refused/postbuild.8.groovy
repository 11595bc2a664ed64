import io.github.hfmodels.it.ItHub

def lockFile = context.lockFile

// The command that the error names.
ItHub.afterRun(context) { run ->
    assert run.apiCalls() == ['/api/models/acme/added/revision/main']
}
assert lockFile.text.contains('acme/added')
