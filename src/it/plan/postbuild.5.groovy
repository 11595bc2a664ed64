import io.github.hfmodels.it.ItHub

// Offline the cache is all that is asked, and what it lacks is an answer.
ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.lines('acme/tiny@main (commit')[0].endsWith('all cached')
    assert run.says('No plan for acme/large@main: it is not in the cache')
    assert run.says('BUILD SUCCESS')
}

assert new File(basedir, 'hf-home/hub').list().findAll { it.contains('--') } == ['models--acme--tiny']
