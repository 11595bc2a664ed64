import io.github.hfmodels.it.ItHub

assert new File(localRepositoryPath, 'org/example/it/models-policy/1.0/models-policy-1.0.xml').file

ItHub.afterRun(context) { run ->
    assert run.downloads().isEmpty()
    assert run.says('acme/llama@main: the declared license is llama3, which is not allowed (licenses of org.example.it:models-policy:1.0); ')
}
