import io.github.hfmodels.it.ItHub

// One module alone cannot tell what the others want.
ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
}
assert context.locked('') == context.before
