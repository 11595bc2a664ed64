import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('Local build was not found by checksum')
}
