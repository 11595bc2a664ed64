import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('[INFO] Policy exception used: acme/llama may break licenses (the declared license is llama3, which is not'
        + ' allowed): contract 2026-17')
    assert run.warnings().size() == 1
    assert run.says('[WARNING] Policy exception not used: acme/apache does not break licenses (was asked for); remove it')
}
