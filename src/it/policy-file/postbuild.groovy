import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('<policyFile> is blank; give it a value, or leave it out')
}
