import io.github.hfmodels.it.Recipe

Recipe.end(context) { run ->
    assert run.lines('Tests run: 1, Failures: 0, Errors: 0, Skipped: 0')
    assert Recipe.asked(context).isEmpty()
}
