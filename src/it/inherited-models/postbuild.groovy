import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.apiCalls() == ['/api/models/acme/instead/revision/main']
}
