import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('3 models ready')
}

assert context.available('gated')
assert context.available('private')
