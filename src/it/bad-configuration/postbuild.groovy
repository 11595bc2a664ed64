import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.says("hf.models[1]: 'datasets/squad' begins with a repository type; write hf://datasets/squad")
    assert run.requests().isEmpty()
}
