import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.requests().isEmpty()
    assert run.says("settings.xml has no server 'mirror', which hf.serverId asks for; add a <server> with that <id>")
}
