import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('BUILD SUCCESS')
    // Nothing needs to be said.
    def lines = run.log().readLines()
    def goal = lines.findIndexOf { it.contains(':prefetch (default)') }
    assert lines.drop(goal + 1).find { it.startsWith('[') }.startsWith('[INFO] ------')
    assert run.warnings().isEmpty()
}
