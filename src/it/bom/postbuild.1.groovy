import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.warnings().isEmpty()
}
assert new File(basedir, 'hf-home').deleteDir()
