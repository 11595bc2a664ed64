import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.requests().isEmpty()
    assert run.says("-Dhf.updatePolicy is 'weekly'; expected always, daily, interval:MINUTES or never")
}
