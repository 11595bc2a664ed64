import io.github.hfmodels.it.ItHub

// Each module merges what it has into the one file, at the same time as the others, and asks for the scan of its own files.
ItHub.end(context) { run ->
    assert run.lines(':lock (lock) @').size() == 4
    assert run.apiCalls()*.replaceFirst('[0-9a-f]{40}', 'COMMIT').unique().sort() == [
        '/api/models/acme/dropped/revision/COMMIT',
        '/api/models/acme/dropped/revision/main',
        '/api/models/acme/own/revision/COMMIT',
        '/api/models/acme/own/revision/main',
        '/api/models/acme/shared/revision/COMMIT',
        '/api/models/acme/shared/revision/main',
    ]
}
assert context.locked('').collect { [it.id, it.includes] } == [
    ['acme/dropped', null],
    ['acme/own', null],
    ['acme/shared', null],
    ['acme/shared', ['config.json']],
]
assert !new File(basedir, 'three/hf-models.lock.json').exists()
