import io.github.hfmodels.it.ItHub

// Both selections move together, and each change is shown once.
ItHub.afterRun(context) { run ->
    assert run.apiCalls().size() == 6
    assert run.says("acme/shared@main: $context.first -> $context.second".toString())
    assert run.says("acme/shared@main (includes [config.json]): $context.first -> $context.second".toString())
    assert run.warnings().isEmpty()
}
assert context.locked('')*.commit.count(context.second) == 2
context.before = context.locked('')
return true
