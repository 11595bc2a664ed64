import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    def downloads = run.downloads()
    assert downloads.size() == 10
    assert downloads.toSet().size() == 10
    assert run.lines('1 model ready').size() == 5
    assert run.warnings().isEmpty()
}
