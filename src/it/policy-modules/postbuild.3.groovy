import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.downloads().isEmpty()
    assert run.lines('the policy forbids 3 things:').size() >= 1
    assert run.says('  module one: acme/llama@main: the declared license is llama3, which is not allowed (licenses of <policy>); ')
    assert run.says('  module two: acme/undeclared@main: declares no license (licenses of <policy>); ')
    assert run.says('  module two: acme/mit@main: the declared license is mit, which is not allowed (licenses of <policy>); ')
    assert !new File(basedir, 'target/hf-mirror').exists()
}
