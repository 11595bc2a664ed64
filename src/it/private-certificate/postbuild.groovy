import io.github.hfmodels.it.ItHub

def proxy = context.remove('proxy')
ItHub.end(context) { run ->
    assert run.says('1 model ready: 1 downloaded')
    assert run.downloads().size() == 2
    // Tunnels to the Hub and to its content network. The proxy does not see what passes through them.
    assert proxy.requests()*.target()*.replaceFirst(':.*', '').toUnique().sort() == ['127.0.0.1', 'localhost']
    assert proxy.requests().every { it.method() == 'CONNECT' }
}
proxy.close()
