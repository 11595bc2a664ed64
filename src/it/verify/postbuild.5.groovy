import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('2 files unchanged since verified, 13 B (hf.force hashes again)')
    assert run.warnings().isEmpty()
}
