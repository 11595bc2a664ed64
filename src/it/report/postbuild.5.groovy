import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('hf.online asks sources, which an offline build cannot; drop one of them')
}
