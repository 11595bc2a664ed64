import io.github.hfmodels.it.ItHub

// An alias names one model, which alone is looked up.
ItHub.afterRun(context) { run ->
    assert run.apiCalls() == ['/api/models/acme/own/revision/main']
    assert run.says('Dry run: the lock has the models that hf.models names, and no revision has moved')
}
