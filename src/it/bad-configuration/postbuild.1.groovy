import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('models[2]: unknown element <files>; expected one of id, type, revision, includes, excludes')
    assert run.requests().isEmpty()
}
