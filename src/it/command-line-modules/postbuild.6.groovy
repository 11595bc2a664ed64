import io.github.hfmodels.it.ItHub

// An alias names one model, which alone is looked up.
ItHub.afterRun(context) { run ->
    // Where it points, and what the security scan says of that commit.
    assert run.apiCalls().size() == 2 && run.apiCalls().every { it.startsWith('/api/models/acme/own/revision/') }
    assert run.says('Dry run: the lock has the models that hf.models names, and no revision has moved')
}
