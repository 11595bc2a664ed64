import groovy.json.JsonSlurper
import io.github.hfmodels.it.ItHub

// All parts of a split model.
ItHub.afterRun(context) { run ->
    assert run.downloads()*.replaceFirst('.*/', '') == ['chat-Q8_0-00001-of-00002.gguf', 'chat-Q8_0-00002-of-00002.gguf']
}

def chat = new JsonSlurper().parse(new File(basedir, 'target/hf-models/manifest.json')).models.chat
assert chat.files.size() == 2
assert chat.file == null
