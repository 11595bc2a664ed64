import io.github.hfmodels.it.ItHub

// What no module uses is dropped.
ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('acme/dropped@main: no longer wanted, and not locked any more')
    assert run.says('acme/shared@main (includes [config.json]): no longer wanted, and not locked any more')
}
assert context.locked('').collect { [it.id, it.includes] } == [['acme/shared', null]]
assert context.locked('three/')*.id == ['acme/own']
