import groovy.json.JsonSlurper
import io.github.hfmodels.it.ItHub

def lockFile = context.lockFile

// All hashes are known when the small files are there; those of large files are in the listing. The scan is asked for by commit.
ItHub.afterRun(context) { run ->
    assert run.apiCalls().size() == 4
    assert run.downloads()*.replaceFirst('resolve/[0-9a-f]{40}', '…') == [
        '/acme/other/…/config.json',
        '/acme/tiny/…/config.json',
    ]
    assert run.says('acme/tiny@main: locked at ')
    assert run.says(', 2 files, 13 B, license apache-2.0')
    assert run.says('acme/other@main (all files, excludes [*.h5]): locked at ')
    assert run.says(', 1 file, 15 B, no declared license')
    assert run.warnings().isEmpty()
}

def lock = new JsonSlurper().parse(lockFile)
assert lock.formatVersion == 1
assert lock.models*.id == ['acme/other', 'acme/tiny']
assert lock.models[1].license == 'apache-2.0'
assert lock.models[1].files.keySet() == ['config.json', 'model.safetensors'] as Set
context.locked = lockFile.text
return true
