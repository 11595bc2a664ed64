import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.modules() == ['one']
    assert run.downloads().isEmpty()
}
