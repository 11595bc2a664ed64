import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.downloads().isEmpty()
    assert run.says('acme/llama@main: the declared license is llama3')
    assert run.says('the policy forbids 2 things:')
    assert !run.says('module one: acme')
}
