import io.github.hfmodels.it.ItHub

// A repository is looked up once, no matter which module comes first.
ItHub.afterRun(context) { run ->
    assert run.apiCalls()*.replaceFirst('[0-9a-f]{40}', 'COMMIT').sort() == [
        '/api/models/acme/dropped/revision/COMMIT',
        '/api/models/acme/dropped/revision/main',
        '/api/models/acme/own/revision/COMMIT',
        '/api/models/acme/own/revision/main',
        '/api/models/acme/shared/revision/COMMIT',
        '/api/models/acme/shared/revision/main',
    ]
    assert run.warnings().isEmpty()
}
assert context.locked('').collect { [it.id, it.includes, it.commit == context.first] } == [
    ['acme/dropped', null, false],
    ['acme/shared', null, true],
    ['acme/shared', ['config.json'], true],
]
assert context.locked('three/')*.id == ['acme/own']
