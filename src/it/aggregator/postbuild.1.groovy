import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.modules() == ['one', 'aggregator']
    assert run.downloads()*.replaceFirst('/resolve/.*/', ' ') == ['/acme/own config.json', '/acme/shared model.safetensors']
    assert run.warnings().isEmpty()
}
