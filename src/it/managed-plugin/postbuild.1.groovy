import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.modules() == ['with-model']
    assert run.downloads().size() == 1
    assert run.warnings().isEmpty()
}
