import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    context.isHarmless(run)
    assert run.says("does not name a commit: '***\\n#\\u0023[error]'")
}
