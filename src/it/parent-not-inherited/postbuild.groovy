import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.modules() == ['parent-not-inherited']
    assert run.apiCalls().size() == 1
    assert run.downloads().size() == 1
    assert run.warnings().isEmpty()
}
