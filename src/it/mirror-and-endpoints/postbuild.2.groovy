import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('2 models ready: all cached')
    assert run.lines('[WARNING]').count { it.contains('from now on this build does without it and asks localhost') } == 1
    assert run.lines('[WARNING]').any { it.contains('acme/ours@main') && it.contains('from the cache') }
    assert run.requests().findAll { it.path().contains('/revision/') }*.path().toSet() ==
        ['/api/models/acme/ours/revision/main', '/api/models/acme/tiny/revision/main'] as Set
}
