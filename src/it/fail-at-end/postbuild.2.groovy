import io.github.hfmodels.it.ItHub

// Goes on with the module that failed, and does not come back to the first.
ItHub.afterRun(context) { run ->
    assert run.modules() == ['broken', 'needs-broken', 'last']
    assert run.downloads()*.replaceFirst('/resolve/.*/', ' ') == ['/acme/late config.json']
}
