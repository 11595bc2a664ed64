import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.apiCalls().size() == 2
    assert run.downloads()*.replaceFirst('resolve/[0-9a-f]{40}', '…') == [
        '/acme/other/…/tokenizer.json',
        '/acme/tiny/…/config.json',
        '/acme/tiny/…/model.safetensors',
    ]
    assert run.says('2 models ready: 2 downloaded')
    assert run.warnings().isEmpty()
}
