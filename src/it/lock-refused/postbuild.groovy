import io.github.hfmodels.it.ItHub

def lockFile = context.lockFile

// A profile that is not active names the model, so it stays.
ItHub.end(context) { run ->
    assert run.requests().isEmpty()
}
assert lockFile.text.contains('acme/added')
