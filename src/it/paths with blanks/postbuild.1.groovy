import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('Tests run: 3, Failures: 0, Errors: 0, Skipped: 0')
    assert run.says('2 models ready: 2 downloaded')
    assert run.says("acme/sentences@main is in ${new File(basedir, 'the cache/models--acme--sentences/snapshots')}")
    assert run.says("acme/chat@main is in ${new File(basedir, 'jlama models/acme_chat')} (hf.chat.path)")
}
