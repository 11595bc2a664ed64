import io.github.hfmodels.it.ItHub

// Unused models are named and kept. Here the other modules use some of them.
ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says(', and kept in ' + new File(basedir, 'hf-models.lock.json')
        + ': acme/dropped@main, acme/shared@main (includes [config.json])')
}
assert context.locked('') == context.before
