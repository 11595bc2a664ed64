import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.apiCalls() == ['/api/models/acme/tiny/revision/main']
    assert run.downloads().size() == 1
}
