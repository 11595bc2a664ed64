import io.github.hfmodels.it.ItHub

// What has not changed is not written.
ItHub.afterRun(context) { run ->
    assert run.downloads().isEmpty()
}

def file = new File(basedir, 'target/hf-models/manifest.json')
assert file.bytes == context.manifest
assert file.lastModified() == 0
