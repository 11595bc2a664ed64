import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.downloads().size() == 5
    assert run.ofModelScope().isEmpty()
    assert run.warnings().isEmpty()
}
