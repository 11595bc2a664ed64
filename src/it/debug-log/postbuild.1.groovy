import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.requests().any { it.header('Authorization').present }
    assert run.says('[DEBUG] acme/gated@main is ready at commit')
    assert !run.says('hf_nobody_may_read_this')
    assert !run.says('Bearer')
    assert !run.says('of a file')
    assert !run.says('bytes of a model')
    // Nor the signatures of links to the content network.
    assert !run.says('Signature=')
    assert run.log().size() < 200_000
}
