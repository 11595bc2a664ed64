import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    context.isHarmless(run)
    assert run.says('the Hub answered 400 (\\u003a:error::no user Bearer *** #\\u0023[group]\\u0085\\u202e) [request ***]')
}
