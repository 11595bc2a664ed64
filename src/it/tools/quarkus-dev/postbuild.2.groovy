import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says("The test's model is at ${new File(basedir, 'target/encoder')}")
}
