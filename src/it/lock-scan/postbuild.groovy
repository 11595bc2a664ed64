import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.says('BUILD SUCCESS')
    assert !run.says(' -> ')
}
