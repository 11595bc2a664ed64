import io.github.hfmodels.it.ItHub

def hub = context.hub

ItHub.afterRun(context) { run ->
    assert run.apiCalls() as Set == ["/api/models/acme/extra/revision/$context.extra", "/api/models/acme/extra/revision/main"]*.toString() as Set
    assert run.says('acme/extra@main: locked at ' + context.extra)
    assert !run.says('no longer wanted')
}
context.moved = hub.model('acme/extra').commit('second').file('config.json', '{"moved": true}').id()
return true
