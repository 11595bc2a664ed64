import io.github.hfmodels.it.ItHub

// All files are there; the source is asked what it says of the model.
ItHub.afterRun(context) { run ->
    assert run.downloads().isEmpty()
    assert run.ofModelScope().every { !it.target().contains('FilePath=') && it.server().name() == 'HUB' }
}
