import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.downloads().size() == 2000
    assert run.lines('huggingface')*.replaceFirst('http://[^/]*', '…')*.replaceFirst(' at [^ ]+ [kMG]?B/s', '') == [
        '[INFO] Downloading from huggingface: …/datasets/acme/many (2000 files)',
        '[INFO] Downloaded from huggingface: …/datasets/acme/many (2000 files) (27 kB)',
    ]
    assert run.says('1 model ready: 1 downloaded')
    assert !run.says('part-')
}
