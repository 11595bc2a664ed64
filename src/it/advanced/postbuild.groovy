import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.downloads()*.replaceFirst('.*/resolve/[0-9a-f]{40}/', '') == ['onnx/model.onnx', 'tokenizer.json']
    assert run.says('Tests run: 2, Failures: 0, Errors: 0, Skipped: 0')
    assert run.says('[WARNING] Going on without an optional model: acme/not-there@main: there is no model of that name')
}
