import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('acme/absent@main: it is not in the cache')
    assert run.says('without HF_HUB_OFFLINE to fetch it')
}
