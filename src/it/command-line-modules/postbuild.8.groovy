import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says("execution 'first': <model> is directly in <configuration>; expected it in <models>")
}
assert new File(basedir, 'hf-models.lock.json').delete()
