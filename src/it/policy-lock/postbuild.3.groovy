import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.apiCalls().isEmpty()
    assert run.downloads().size() == 1
    assert run.warnings().isEmpty()
}
