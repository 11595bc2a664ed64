import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.requests().any { it.header('Authorization').present }
    assert run.requests().any { it.query().orElse('').contains('Signature=') }
    assert run.says('acme/broken@main: model.safetensors')
    assert !run.says('hf_nobody_may_read_this')
    assert !run.says('Bearer')
    assert !run.says('Signature=')
}
