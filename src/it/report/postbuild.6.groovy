import io.github.hfmodels.it.ItHub

// The root tells of all modules, and each module of its own executions. The execution of the report uses nothing.
ItHub.afterRun(context) { run ->
    assert run.says('BUILD SUCCESS')
    assert run.lines('The report on ').size() == 3
}
assert context.report('target/hf-models/report.json').models.size() == 6
def chat = context.report('chat/target/hf-models/report.json')
assert chat.models*.id == ['acme/chat', 'acme/code', 'acme/encoder']
assert chat.models.collectMany { it.uses*.execution }.unique() == ['models']
assert chat.project.coordinates == 'org.example:chat'
assert context.report('search/target/hf-models/report.json').models.size() == 4

// Nothing of this one is known any more, and only that.
assert new File(basedir, 'hf-home').deleteDir()
assert new File(basedir, 'hf-models.lock.json').delete()
context.hub.model('acme/code').disable()
return true
