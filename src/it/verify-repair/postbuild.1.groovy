import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.downloads().size() == 2
    assert run.warnings().isEmpty()
}
