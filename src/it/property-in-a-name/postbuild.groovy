import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    context.nobodyReadIt(run)
    assert run.says("the file '@env.HF_TOKEN@.onnx' is refused")
    assert run.downloads().isEmpty()
}
