import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.downloads().size() == 1
    assert run.warnings().isEmpty()
}
