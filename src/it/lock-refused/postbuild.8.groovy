import io.github.hfmodels.it.ItHub

def lockFile = context.lockFile

// The command that the error names.
ItHub.afterRun(context) { run ->
    assert run.apiCalls()*.replaceFirst('[0-9a-f]{40}', 'COMMIT').sort() ==
        ['/api/models/acme/added/revision/COMMIT', '/api/models/acme/added/revision/main']
}
assert lockFile.text.contains('acme/added')
