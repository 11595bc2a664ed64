import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('hf.repair fetches what is bad, which an offline build cannot; drop one of them')
}
assert context.blob().text == 'THE WEIGHTS'
return true
