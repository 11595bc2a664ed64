import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('1 model ready: 1 downloaded')
    assert run.warnings().isEmpty()
}
