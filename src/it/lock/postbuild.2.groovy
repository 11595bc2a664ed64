import io.github.hfmodels.it.ItHub

// Another machine: one request for each file, and none of the API.
ItHub.afterRun(context) { run ->
    assert run.apiCalls().isEmpty()
    assert run.downloads().size() == 3
    assert run.says('2 models ready: 2 downloaded, ')
    assert run.says(', 3 requests, as locked in hf-models.lock.json')
    assert run.warnings().isEmpty()
}
