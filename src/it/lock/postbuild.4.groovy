import io.github.hfmodels.it.ItHub

// The branch has moved, and files have been replaced: the build is as it was.
ItHub.afterRun(context) { run ->
    assert run.apiCalls().isEmpty()
    assert run.downloads().size() == 3
}
def snapshots = new File(basedir, 'hf-home/hub/models--acme--tiny/snapshots').listFiles()
assert snapshots.size() == 1
assert new File(snapshots[0], 'model.safetensors').text == 'the weights'
assert new File(snapshots[0], 'config.json').text == '{}'
assert new File(basedir, 'hf-home/hub/models--acme--tiny/refs/main').text == snapshots[0].name
