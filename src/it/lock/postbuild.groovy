import io.github.hfmodels.it.ItHub

// A plan follows the lock, too.
ItHub.end(context) { run ->
    assert run.requests().isEmpty()
    assert run.warnings().isEmpty()
}
