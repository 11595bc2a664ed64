import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.downloads().size() == 3
    assert run.lines('from huggingface').isEmpty()
    assert run.says('1 model ready: 1 downloaded, 12.3 MB in ')
}
