import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.says('2 of 3 models could not be prefetched:')
    assert run.says('  acme/no-such-model@main: there is no model of that name')
    assert run.says('  acme/without-onnx@main: no file matches includes [*.onnx]; the repository holds model.safetensors')
    // What can be had is there for the next build.
    assert run.says('1 model ready: 1 downloaded')
}
