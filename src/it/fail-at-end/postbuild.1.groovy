import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.modules() == ['good', 'broken', 'last']
    assert run.says('on project broken: acme/late@main: there is no model of that name')
    assert run.downloads()*.replaceFirst('/resolve/.*/', ' ') == ['/acme/good config.json', '/acme/last config.json']

    // Its owner puts it there.
    context.hub.model('acme/late').commit('first').file('config.json', '3')
}
