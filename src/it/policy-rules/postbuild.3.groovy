import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.downloads().isEmpty()
    assert run.says('the policy forbids 2 things:')
    assert run.says('acme/llama@main: the declared license is llama3, which is denied (licenses of <policy>); ')
    assert run.says('acme/undeclared@main: declares no license (licenses of <policy>); ')
}
