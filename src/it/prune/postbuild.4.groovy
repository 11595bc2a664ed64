import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('Freed 3.')
    assert run.says('1 revision, 1 ref, 2 blobs')
    assert ['adapter', 'base', 'locked'].every { context.cached(it) }
    assert !context.cached('other')
}
return true
