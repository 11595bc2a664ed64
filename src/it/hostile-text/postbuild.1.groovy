import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    context.isHarmless(run)
    assert run.says('a\\n::warning::x')
    assert run.says('b\\n::error::y/#\\u0023vso[task.complete]z')
    assert run.says('c#\\u0023[error]\\u009b2J\\u202e\\u2028\\u0085')
    assert run.says('1 model ready: 1 downloaded')
}
