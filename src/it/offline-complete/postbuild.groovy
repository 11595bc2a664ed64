import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('BUILD SUCCESS')
    assert run.says('1 model ready: all cached, offline')
    assert run.says('acme/tiny@main is in ')
    assert run.warnings().isEmpty()
}
