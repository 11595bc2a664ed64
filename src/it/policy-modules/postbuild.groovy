import groovy.json.JsonSlurper
import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.says('acme/mit@main: the declared license is mit, which is not allowed (licenses of <policy>); ')
    def plan = new JsonSlurper().parse(new File(basedir, 'two/plan.json'))
    assert plan.policy.collect { [it.id, it.exception] } == [['acme/mit', null], ['acme/undeclared', 'our own']]
}
