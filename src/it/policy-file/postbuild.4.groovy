import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('1 model ready: 1 downloaded')
    assert run.says('[INFO] Policy exception used: acme/llama may break licenses (the declared license is llama3, which is not'
        + ' allowed): contract 2026-17')
    assert run.warnings().size() == 1
    assert run.says('[WARNING] Against a policy that only warns: acme/llama@main: its revision main is not a commit, and it is not'
        + ' locked (pinned of <policy>); ')
}
