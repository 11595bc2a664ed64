import groovy.json.JsonSlurper
import io.github.hfmodels.it.ItHub

// As the executions would: the manifest of each module has them, and files are laid out where they say.
ItHub.afterRun(context) { run ->
    assert run.downloads().size() == 3
    assert run.says('3 models ready: 1 cached, 2 downloaded')
    assert run.says('module one: acme/shared@main is in ')
    assert run.warnings().isEmpty()
}
def executions = { String module ->
    new JsonSlurper().parse(new File(basedir, module + '/target/hf-models/manifest.json')).executions
}
assert executions('one') == [graph: ['shared']]
assert executions('two') == [first: ['mine'], second: ['shared']]
assert new File(basedir, 'two/target/models/acme/own/vocab.txt').text == 'a'
