import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('Nothing to delete in the cache ')
    assert run.says('stay, more than hf.maxCacheSize (1 B)')
    assert ['adapter', 'base', 'locked'].every { context.cached(it) }
}
return true
