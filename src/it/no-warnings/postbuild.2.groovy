import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.downloads().isEmpty()
    assert run.warnings().isEmpty()
}
