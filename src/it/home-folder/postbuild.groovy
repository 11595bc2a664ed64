import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('<outputDirectory> names the property no.such.property, which is not set')
}
assert basedir.list().every { !it.contains('~') && !it.contains('$') }
