import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('BUILD SUCCESS')
}
assert new File(basedir, 'hf-home').deleteDir()
// The branch moves on.
context.encoder.commit('second').file('config.json', '{"second": true}')
context.head = context.encoder.commit('third').file('config.json', '{"third": true}').id()
return true
