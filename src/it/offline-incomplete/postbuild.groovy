import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('2 of 2 models could not be prefetched:')
    assert run.says('acme/partial@main: the cache lacks model.safetensors, and the build is offline')
    assert run.says('acme/absent@main: it is not in the cache')
    assert run.says('run once without -o and without HF_HUB_OFFLINE to fetch it')
}
