import io.github.hfmodels.it.ItHub

def lockFile = context.lockFile
def first = context.first
def hub = context.hub

ItHub.afterRun(context) { run ->
    assert run.says('acme/tiny@main: locked at ' + first)
}
context.locked = lockFile.text
context.second = hub.model('acme/tiny').license('mit').commit('second')
    .remove('merges.txt')
    .file('tokenizer.json', '{"model": {}}')
    .lfs('model.safetensors', 'other, better weights'.bytes)
    .id()
return true
