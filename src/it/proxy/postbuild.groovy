import io.github.hfmodels.it.ItHub

def port = context.proxy.port()
context.remove('proxy').close()
ItHub.end(context) { run ->
    assert run.requests().isEmpty()
    assert run.says("acme/tiny@main: revision 'main': the proxy 127.0.0.1:$port (from proxy 'corp' in settings.xml)"
        + ' refuses the login (407); check user and password where it is configured')
    assert run.says('MojoFailureException')
}
