import io.github.hfmodels.it.ItHub

// A token that is not enough is not a missing one.
ItHub.afterRun(context) { run ->
    assert run.says('acme/private@main: there is no model of that name, or it is private and not open to the token')
    assert !run.says('Going on without')
}
