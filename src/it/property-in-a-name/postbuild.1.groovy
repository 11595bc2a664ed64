import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert new File(basedir, 'target/classes/model.properties').text.endsWith('/$HOME {x} a@b.onnx\n')
    context.nobodyReadIt(run)
}
