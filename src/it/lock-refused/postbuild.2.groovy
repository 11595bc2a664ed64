import io.github.hfmodels.it.ItHub

def locked = context.locked
def hub = context.hub
def repository = context.repository
def commit = context.commit

// Another content than the locked one is refused, and never becomes visible.
ItHub.afterRun(context) { run ->
    assert run.apiCalls().isEmpty()
    assert run.says('acme/tiny@main: model.safetensors: ')
    assert run.says('run mvn hf-models:update -Dhf.models=acme/tiny')
}
def shown = []
[new File(repository, 'blobs'), new File(repository, 'snapshots')].each { folder ->
    if (folder.exists()) folder.eachFileRecurse { if (it.file) shown << it.name }
}
assert !shown.any { it.contains('safetensors') || it.contains('incomplete') || it.length() == 64 }
assert !new File(repository, 'refs/main').exists()
hub.faults().clear()
hub.faults().onPath('config.json').status(404).header('X-Error-Code', 'EntryNotFound').header('X-Repo-Commit', commit)
assert repository.deleteDir()
