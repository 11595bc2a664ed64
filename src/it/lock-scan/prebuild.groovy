import io.github.hfmodels.it.ItHub

context.lockFile = new File(basedir, 'hf-models.lock.json')

ItHub.start(basedir, context) { hub ->
    context.tiny = hub.model('acme/tiny').license('mit').card('pipeline_tag', 'fill-mask').card('language', ['en', 'de'])
        .commit('first')
        .file('config.json', '{}')
        .lfs('pytorch_model.bin', 'the weights'.bytes)
        .scansPending()
    context.pinned = hub.model('acme/pinned').commit('first').file('config.json', '{}')
    context.hub = hub
    def pom = new File(basedir, 'pom.xml')
    pom.text = pom.text.replace('@pinned@', context.pinned.id())
}
