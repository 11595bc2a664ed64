import io.github.hfmodels.it.Recipe

Recipe.end(context) { run ->
    assert run.lines('tokens: [101, 7592, 2088, 102]').size() == 2
    assert run.says('the same folder: True')
    assert Recipe.asked(context).isEmpty()
}
