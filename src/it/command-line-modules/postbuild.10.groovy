import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('module two: acme/missing@main: there is no model of that name')
}
