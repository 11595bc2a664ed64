import groovy.json.JsonSlurper
import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.downloads().isEmpty()
    assert run.lines('the policy forbids 3 things:').size() >= 1
    assert run.says('  module one: acme/llama@main: the declared license is llama3, which is not allowed (licenses of <policy>); ')
    assert run.says('  module two: acme/undeclared@main: declares no license (licenses of <policy>); ')
    assert run.says('  module two: acme/mit@main: the declared license is mit, which is not allowed (licenses of <policy>); ')
    assert run.says('To download: 4 files')
}

def plan = new JsonSlurper().parse(new File(basedir, 'plan.json'))
assert plan.policy.collect { [it.id, it.rule, it.file, it.enforced, it.exception] } == [
    ['acme/llama', 'licenses', null, true, null],
    ['acme/mit', 'licenses', null, true, null],
    ['acme/undeclared', 'licenses', null, true, null],
]
assert plan.policy[0].message.startsWith('acme/llama@main: the declared license is llama3')
return true
