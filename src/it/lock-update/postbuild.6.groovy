import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('BUILD SUCCESS')
    assert !run.says(' -> ')
}
