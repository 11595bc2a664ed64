import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.lines('[WARNING]').any { it.contains("(from proxy 'corp' in settings.xml) refuses the login (407)") }
    assert run.says('1 model ready: all cached')
}
