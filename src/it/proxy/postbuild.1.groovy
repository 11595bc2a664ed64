import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('1 model ready: 1 downloaded')
    // All that the Hub and its content network were asked passed the proxy.
    assert context.proxy.requests().size() == run.requests().size()
    assert context.proxy.requests().every { it.hasLogin() && it.target().startsWith('http://') }
    assert context.proxy.requests().any { it.target() ==~ 'http://models.example.org:\\d+/acme/tiny/resolve/.*' }
    assert context.proxy.requests().count { it.target().startsWith('http://localhost:') } == 1
    assert run.says("by the proxy 127.0.0.1:${context.proxy.port()} (from proxy 'corp' in settings.xml)")
    assert !run.says('nobody may read this')
    assert !run.says('ci:nobody may read this'.bytes.encodeBase64().toString())
}
