import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    context.nobodyReadIt(run)
    assert run.says('acme/parameter@main: the file \'${env.HF_TOKEN}.onnx\' is refused, since Maven would take a part'
        + ' of its name for a property; leave it out with <excludes>')
    assert run.downloads().isEmpty()
}
