import io.github.hfmodels.it.ItHub

context.remove('proxy').close()
ItHub.end(context) { run ->
    assert run.requests().isEmpty()
    // Maven 4 finds it itself, before any plugin runs.
    assert run.says("the password of proxy 'corp' in settings.xml cannot be decrypted") ||
        run.says('Could not decrypt password')
}
