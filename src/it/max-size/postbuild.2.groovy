import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('[WARNING] Prefetch would fail: 2.0 MB would be downloaded, more than the 1.5 MB that are allowed')
}
