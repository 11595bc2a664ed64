import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.says('Prefetching models is skipped (hf.skip)')
    assert run.requests().isEmpty()
}
