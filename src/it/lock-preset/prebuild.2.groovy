def hub = context.hub

assert new File(basedir, 'hf-home').deleteDir()
hub.model('acme/base').commit('second').lfs('model.safetensors', new byte[30_003])
return true
