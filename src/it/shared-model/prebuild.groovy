import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    def commit = hub.model('acme/popular').commit('first').lfs('model.safetensors', new byte[12_000_000])
    (1..9).each { commit.file("part${it}.json", "{\"part\": $it}") }
}
