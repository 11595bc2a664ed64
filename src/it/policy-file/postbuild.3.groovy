import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.downloads().isEmpty()
    assert run.says('acme/llama@main: its revision main is not a commit, and it is not locked'
        + ' (pinned of org.example.it:models-policy:xml:strict:1.0); ')
}
