import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.downloads().isEmpty()
    assert run.says('MojoFailureException')
    assert run.says('the policy forbids 3 things:')
    assert run.says('  acme/llama@main: the declared license is llama3, which is not allowed (licenses of <policy>); ')
    assert run.says('  acme/undeclared@main: declares no license (licenses of <policy>); ')
    assert run.says('  acme/named@main: the declared license is other (acme-research), which is not allowed (licenses of <policy>); ')
}
