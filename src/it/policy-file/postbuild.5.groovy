import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('<policyFile> is org.example.it:models-policy:2.0: ' + new File(basedir, 'org.example.it:models-policy:2.0')
        + ' is not there, and Maven does not find it as an artifact: ')
    assert run.says('; check the path, or the coordinates and the repositories that the POM has')
}
