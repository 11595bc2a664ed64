import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('2 models ready: all cached, offline')
    assert run.says("acme/chat@main is in ${new File(basedir, 'jlama models/acme_chat')} (hf.chat.path)")
}
