import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.downloads().isEmpty()
    assert run.says('the policy forbids 6 things:')
    for (id in ['acme/code', 'acme/pickled', 'other/tiny']) {
        assert run.says("$id@main: its revision main is not a commit, and it is not locked (pinned of <policy>); ".toString())
    }
    assert run.says('acme/code@main: has Python code: modeling_code.py (remoteCode of <policy>); ')
    assert run.says('acme/pickled@main: has a file of a format that can run code when it is loaded: pytorch_model.bin'
        + ' (unsafeFormats of <policy>); ')
    assert run.says('other/tiny@main: its owner other is not allowed (owners of <policy>); ')
}
