import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says(context.uri)
    assert context.uri.contains('/the%20cache/')
    assert !run.says('[INFO] 2 models')
}
