import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.downloads()*.replaceFirst('.*/', '') == ['chat-Q4_K_M.gguf']
}

def paths = new Properties()
new File(basedir, 'target/models.properties').withInputStream { paths.load(it) }
assert new File(paths.chat).name == 'chat-Q4_K_M.gguf'
assert new File(paths.chat).length() == 400_000
