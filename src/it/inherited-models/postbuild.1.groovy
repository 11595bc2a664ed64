import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.apiCalls() == ['/api/models/acme/appended/revision/main', '/api/models/acme/of-parent/revision/main']
    assert run.warnings().isEmpty()
}
