import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says("The model is at ${new File(basedir, 'target/encoder')}")
}
