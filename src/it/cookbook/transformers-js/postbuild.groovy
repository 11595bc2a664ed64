import io.github.hfmodels.it.Recipe

Recipe.end(context) { run ->
    def (_, related, unrelated) = (run.log() =~ /related ([-\d.]+), unrelated ([-\d.]+)/)[0]
    assert (related as double) > (unrelated as double) + 0.3
    assert !run.says('asked for')
}
