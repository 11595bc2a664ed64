import groovy.json.JsonSlurper
import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.lines('acme/tiny@main (commit')[0].endsWith('2 files, 13 B; all cached')
    assert run.lines('cached    config.json').size() == 1
    assert run.says('To download: 3 files, 4.0 MB')
}

def plan = new JsonSlurper().parse(new File(basedir, 'target/plan.json'))
assert plan.models[1].files*.cached == [true, true]
assert plan.models[1].bytesToDownload == 0
