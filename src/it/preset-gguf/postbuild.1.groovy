import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.downloads().isEmpty()
    assert run.says('acme/chat@main: preset gguf: the repository has 3 models; set <variant> to one of ')
    assert run.says('chat-Q4_K_M.gguf (400.0 kB)')
    assert run.says('chat-Q6_K.gguf (600.0 kB)')
}
