import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    def squad = hub.dataset('squad')
    squad.commit('as uploaded').file('squad.py', 'import datasets')
    def converted = squad.commit('converted').remove('squad.py')
        .lfs('plain_text/train/0000.parquet', 'rows'.bytes)
    squad.ref('refs/convert/parquet', converted.id())
}
