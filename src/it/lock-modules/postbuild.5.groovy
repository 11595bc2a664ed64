import io.github.hfmodels.it.ItHub

// Nor can the root without its modules.
ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
}
assert context.locked('') == context.before
