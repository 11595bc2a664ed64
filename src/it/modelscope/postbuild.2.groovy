import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.ofModelScope().isEmpty()
    assert run.says('3 models ready: all cached, 0 requests')
}
