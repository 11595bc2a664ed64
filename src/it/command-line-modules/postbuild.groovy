import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.says("module two: the executions 'first' and 'fourth' have one alias, 'mine', for ")
}
