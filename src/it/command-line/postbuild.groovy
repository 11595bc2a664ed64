import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.says('3 models ready: 3 downloaded')
    assert run.warnings().isEmpty()
}

def cached = new File(basedir, 'hf-home/hub').list().findAll { it.contains('--') }
assert cached.sort() == ['datasets--acme--three', 'models--acme--one', 'models--acme--two']
