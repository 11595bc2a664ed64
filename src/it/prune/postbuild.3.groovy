import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('acme/other: ')
    assert run.says('To delete: ')
    assert run.says('Nothing was deleted; to delete it, run again with -Dhf.yes')
    assert run.lines('revision ').size() == 1
    assert ['adapter', 'base', 'locked', 'other'].every { context.cached(it) }
}
return true
