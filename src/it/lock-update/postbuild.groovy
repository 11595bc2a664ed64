import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.apiCalls() == ['/api/models/acme/extra/revision/main']
    assert run.says("acme/extra@main: $context.extra -> $context.moved")
}
