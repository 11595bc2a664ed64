import io.github.hfmodels.it.ItHub

// A model that was added to the POM, and not to the lock.
ItHub.afterRun(context) { run ->
    assert run.apiCalls().isEmpty()
    assert run.says('acme/added@main: hf-models.lock.json does not have it; run mvn hf-models:lock')
}
