import io.github.hfmodels.it.ItHub

// Offline it is the same, to the byte.
ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
}
assert new File(basedir, 'target/hf-models/report.html').getText('UTF-8') == context.page
