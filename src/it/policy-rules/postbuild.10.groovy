import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('4 models ready: ')
    assert run.warnings().size() == 3
    assert run.says('[WARNING] Against a policy that only warns: acme/llama@main: the declared license is llama3, which is not'
        + ' allowed (licenses of <policy>); ')
    assert run.says('[WARNING] Against a policy that only warns: acme/undeclared@main: declares no license')
}
