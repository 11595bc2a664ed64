import io.github.hfmodels.it.ItHub

// Restored; the model is there all the same, for what is not restored.
ItHub.afterRun(context) { run ->
    assert run.says('Found cached build, restoring org.example:app')
    assert run.says('1 model ready: all cached, 0 requests, as locked in hf-models.lock.json')
}
assert new File(basedir, 'app/target/classes/encoder/config.json').text == '{"first": true}'
assert packed() == '{"first": true}'

String packed() {
    def jar = new java.util.zip.ZipFile(new File(basedir, 'app/target/app-1.0.jar'))
    jar.withCloseable { it.getInputStream(it.getEntry('encoder/config.json')).text }
}
