import io.github.hfmodels.it.ItHub

// Of the same length, so that a prefetch does not see it.
ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('1 model ready: all cached, offline')
    assert run.says('acme/tiny at ')
    assert run.says("'model.bin' does not have the content with hash ")
    assert run.says('; run mvn hf-models:verify -Dhf.repair')
}
assert context.blob().text == 'THE WEIGHTS'
return true
