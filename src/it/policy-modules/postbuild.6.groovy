import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.lines('Policy exception used: acme/llama may break licenses').size() == 1
    assert run.lines('Policy exception used: acme/undeclared may break licenses').size() == 1
    // No module knows that nobody needs the third.
    assert run.warnings().isEmpty()
}
