import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('4 models ready: 4 downloaded')
    assert run.lines('Policy exception used: acme/llama may break licenses').size() == 1
    assert run.lines('Policy exception used: acme/undeclared may break licenses').size() == 1
    assert run.warnings().size() == 1
    assert run.says('[WARNING] Policy exception not used: acme/gone does not break licenses (of last year); remove it')
}
