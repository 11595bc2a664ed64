import io.github.hfmodels.it.ItHub

// Each module merges what it has into the one file, at the same time as the others.
ItHub.end(context) { run ->
    assert run.lines(':lock (lock) @').size() == 4
    assert run.apiCalls() == [
        '/api/models/acme/dropped/revision/main',
        '/api/models/acme/own/revision/main',
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
