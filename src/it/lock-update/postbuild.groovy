import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.apiCalls() as Set == ["/api/models/acme/extra/revision/$context.moved", "/api/models/acme/extra/revision/main"]*.toString() as Set
    assert run.says("acme/extra@main: $context.extra -> $context.moved")
}
