import io.github.hfmodels.it.ItHub

// A note of another run of this test would be about files that are gone.
new File(localRepositoryPath, '.cache/hf-models-maven-plugin').deleteDir()
context.blob = {
    def blobs = new File(basedir, 'hf-home/hub/models--acme--tiny/blobs').listFiles()
    blobs.find { it.name.length() == 64 }
}
ItHub.start(basedir, context) { hub ->
    hub.model('acme/tiny').commit('first').file('config.json', '{}').lfs('model.bin', 'the weights'.bytes)
}
