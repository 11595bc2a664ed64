import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.says('1 model ready: all cached')
    assert run.warnings().isEmpty()
}
def manifest = { String module -> new File(basedir, module + 'target/hf-models/manifest.json') }
assert manifest('with-model/').exists()
assert !manifest('').exists()
assert !manifest('without-model/').exists()
