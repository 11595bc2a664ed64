import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    ['of-parent', 'appended', 'instead'].each { name ->
        hub.model("acme/$name").commit('first').file('config.json', name)
    }
}
