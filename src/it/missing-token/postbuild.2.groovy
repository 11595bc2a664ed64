import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('2 of 3 models could not be prefetched:')
    assert run.says("set HF_TOKEN or run 'hf auth login'")
}
