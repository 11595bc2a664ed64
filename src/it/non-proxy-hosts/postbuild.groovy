import io.github.hfmodels.it.ItHub

def proxy = context.remove('proxy')
ItHub.end(context) { run ->
    assert run.says('1 model ready: 1 downloaded')
    assert run.apiCalls().size() == 1
    assert run.downloads().size() == 2
    assert run.requests().count { it.server().name() == 'CDN' } == 1
    assert proxy.requests().size() == 1
    assert proxy.requests()[0].target().startsWith('http://localhost:')
}
proxy.close()
