import groovy.json.JsonSlurper
import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    // One question a repository, and one request a file: what decides is not downloaded twice.
    assert run.apiCalls().size() == 4
    assert run.downloads() == run.downloads().unique(false)
    assert run.says('3 models ready: 3 downloaded')
    assert run.warnings().isEmpty()
}

def models = new JsonSlurper().parse(new File(basedir, 'target/hf-models/manifest.json')).models
assert models.keySet() == ['encoder', 'speech', 'vision'] as Set
assert models.encoder.files.keySet() ==
    ['config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json', 'vocab.txt'] as Set
assert models.speech.files.keySet() == [
    'config.json', 'model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors',
    'model.safetensors.index.json', 'preprocessor_config.json', 'tokenizer.json', 'tokenizer_config.json'] as Set
assert models.vision.files.keySet() == [
    'config.json', 'configuration_vision.py', 'image_sizes.py', 'preprocessor_config.json', 'processing_vision.py',
    'pytorch_model.bin', 'tokenizer.json'] as Set

def code = new File(basedir, 'hf-home/hub/models--acme--code')
def commit = new File(code, 'refs/main').text
assert new File(code, "snapshots/$commit").list() as Set == ['layers.py', 'modeling_vision.py'] as Set
