import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.downloads().size() == 2
    assert run.says('2 files verified, 13 B in ')
    assert run.warnings().isEmpty()
}
