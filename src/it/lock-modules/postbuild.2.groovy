import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.apiCalls().isEmpty()
    assert run.downloads().size() == 4
}
context.second = context.hub.model('acme/shared').commit('second').file('config.json', '{"second": true}').id()
return true
