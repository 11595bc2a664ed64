import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.downloads().isEmpty()
    assert run.says('acme/llama@main: the declared license is llama3, which is not allowed (licenses of company/policy.xml); ')
}
