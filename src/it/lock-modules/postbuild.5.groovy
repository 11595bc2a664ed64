import io.github.hfmodels.it.ItHub

// With a part of the modules, models of the others are dropped, and each is shown.
ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.lines('no longer wanted, and not locked any more').size() == 3
}
assert context.locked('') == context.before
