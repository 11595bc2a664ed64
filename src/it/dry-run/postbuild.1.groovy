import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.apiCalls().size() == 1
    assert run.downloads().isEmpty()
    assert run.says('To download: 1 file, 2 B, with 2 requests or more')
    assert run.says('Dry run: nothing was changed, and no properties are set for later plugins')
    assert !run.says('ready')
}

assert !new File(basedir, 'hf-home').exists()
