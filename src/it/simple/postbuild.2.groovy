import io.github.hfmodels.it.ItHub

// Where main points must be asked; a commit stays what it is.
ItHub.afterRun(context) { run ->
    assert run.requests()*.path() == ['/api/models/acme/tiny/revision/main']
    assert run.says('2 models ready: all cached, 1 request')
}
