import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    def warning = '[WARNING] Going on without a model, since there is no token (hf.failOnMissingToken is false): '
    assert run.says(warning + 'acme/gated@main: the model is gated')
    assert run.says(warning + 'acme/private@main: there is no model of that name, or it is private')
    assert run.says('1 model ready: 1 downloaded')
}

assert !context.available('gated')
assert !context.available('private')
assert context.available('open')
