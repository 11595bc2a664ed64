import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('policy file company/wrong.xml, line 5: unknown element <unsafeFormat>; did you mean <unsafeFormats>?')
}
