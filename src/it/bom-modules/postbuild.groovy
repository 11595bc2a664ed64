import io.github.hfmodels.bom.BomSchema
import io.github.hfmodels.it.ItHub

// Another build writes the same bytes, with the hashes of the lock file, and asks nobody.
ItHub.end(context) { run ->
    assert run.requests().isEmpty()
}
assert context.file('').bytes == context.first
BomSchema.assertHasWhatIsLocked(context.file('').toPath(), new File(basedir, 'hf-models.lock.json').toPath())
