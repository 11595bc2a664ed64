import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('[INFO] Dry run: the lock and the POM agree, so nothing would change (hf.dryRun)')
}
