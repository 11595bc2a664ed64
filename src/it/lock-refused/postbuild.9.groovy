import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.apiCalls().isEmpty()
    assert run.says('2 models ready')
}
