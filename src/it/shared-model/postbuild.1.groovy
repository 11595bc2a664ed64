import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.apiCalls() == ['/api/models/acme/popular/revision/main']
    assert run.downloads().size() == 10
    assert run.downloads().toSet().size() == 10
    assert run.lines('1 model ready').size() == 4
}
