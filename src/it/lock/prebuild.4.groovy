def hub = context.hub
def emptyCache = context.emptyCache

emptyCache()
hub.model('acme/tiny').commit('second')
    .file('config.json', '{"changed": true}')
    .lfs('model.safetensors', 'other weights'.bytes)
return true
