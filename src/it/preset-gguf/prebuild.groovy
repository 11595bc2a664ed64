import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    hub.model('acme/chat').commit('first')
        .file('README.md', '# Chat')
        .lfs('chat-Q4_K_M.gguf', new byte[400_000])
        .lfs('chat-Q6_K.gguf', new byte[600_000])
        .lfs('chat-Q8_0-00001-of-00002.gguf', new byte[400_001])
        .lfs('chat-Q8_0-00002-of-00002.gguf', new byte[400_002])
}
