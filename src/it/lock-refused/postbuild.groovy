import io.github.hfmodels.it.ItHub

def lockFile = context.lockFile

// A model of a profile that is not active is unused, and kept.
ItHub.end(context) { run ->
    assert run.requests().isEmpty()
    assert run.says("and kept in $lockFile: acme/added@main".toString())
}
assert lockFile.text.contains('acme/added')
