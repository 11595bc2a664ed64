import io.github.hfmodels.it.ItHub

// The lock is all that is needed: the cache is empty.
ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.warnings().isEmpty()
}
assert context.bom.bytes == context.first
