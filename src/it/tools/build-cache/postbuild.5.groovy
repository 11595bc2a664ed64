import io.github.hfmodels.it.ItHub

// Another lock file, and so another build.
ItHub.afterRun(context) { run ->
    assert run.says('Local build was not found by checksum')
    assert !run.says('Found cached build')
}
def jar = new java.util.zip.ZipFile(new File(basedir, 'app/target/app-1.0.jar'))
jar.withCloseable { assert it.getInputStream(it.getEntry('encoder/config.json')).text == '{"second": true}' }
