import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    def commit = hub.dataset('acme/many').commit('first')
    2000.times { commit.file("part-${it}.json", "{\"part\": $it}") }
}
