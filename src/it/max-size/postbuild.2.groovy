import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('[WARNING] hf.maxSize is 1.5 MB, so that prefetch would refuse to download 2.0 MB')
}
