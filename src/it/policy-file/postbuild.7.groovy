import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('the policy file ' + new File(basedir, 'company/none.xml') + ' is not there; check hf.policyFile')
}
