import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.says('The goal prefetch is skipped (hf.skip)')
    assert run.requests().isEmpty()
}
