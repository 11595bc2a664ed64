import io.github.hfmodels.it.ItHub

// The build asks for none of it.
ItHub.afterRun(context) { run ->
    assert run.apiCalls().isEmpty()
    assert run.says('2 models ready')
}
