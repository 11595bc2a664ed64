import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.apiCalls().isEmpty()
}
assert context.bom.bytes == context.first
