import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('locked at ' + context.first)
}
// The branch moves on, and the cache has been there.
def commit = context.hub.model('sentence-transformers/all-MiniLM-L6-v2').commit('second')
    .file('tokenizer.json', 'not one any more')
def ref = new File(basedir, 'target/hf/hub/models--sentence-transformers--all-MiniLM-L6-v2/refs/main')
assert ref.parentFile.mkdirs()
ref.text = commit.id()
return true
