import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('acme/gated@main: the model is gated; ask for access at http://127.0.0.1')
    assert run.says("then set HF_TOKEN or run 'hf auth login'")
}
