import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('<policyFile> names the property policy.version, which is not set; set it, or leave <policyFile> out')
}
