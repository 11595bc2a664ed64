import io.github.hfmodels.it.ItHub

// Both selections move together, and are told of once.
ItHub.afterRun(context) { run ->
    assert run.apiCalls().size() == 3
    assert run.lines("acme/shared@main: $context.first -> $context.second".toString()).size() == 2
    assert run.lines(' -> ').size() == 4
    assert run.warnings().isEmpty()
}
assert context.locked('')*.commit.count(context.second) == 2
context.before = context.locked('')
return true
