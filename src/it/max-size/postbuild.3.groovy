import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.downloads().size() == 2
    assert run.says('2 models ready: 2 downloaded')
}
