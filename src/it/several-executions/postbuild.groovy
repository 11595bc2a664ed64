import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    def log = run.log()
    assert log.indexOf(':prefetch (program)') < log.indexOf(':prefetch (tests)')
    assert run.lines('1 model ready: 1 downloaded').size() == 2
    assert run.downloads()*.replaceFirst('/resolve/.*/', ' ') == ['/acme/encoder model.onnx', '/acme/judge model.gguf']
    assert run.warnings().isEmpty()
}
