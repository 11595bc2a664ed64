import groovy.json.JsonSlurper
import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.downloads()*.replaceFirst('resolve/[0-9a-f]{40}', '…') == [
        '/acme/generator/…/config.json',
        '/acme/generator/…/model.onnx',
        '/acme/generator/…/tokenizer.json',
        '/acme/generator/…/weights.bin',
        '/acme/sentences/…/config.json',
        '/acme/sentences/…/onnx/model_int8.onnx',
        '/acme/sentences/…/tokenizer.json',
    ]
    assert run.warnings().isEmpty()
}

def paths = new Properties()
new File(basedir, 'target/models.properties').withInputStream { paths.load(it) }
assert new File(paths.sentences, 'onnx/model_int8.onnx').file
assert new File(paths.generator, 'model.onnx').file
assert new File(paths.generator, 'weights.bin').length() == 50_001

def models = new JsonSlurper().parse(new File(basedir, 'target/hf-models/manifest.json')).models
assert models.sentences.files.keySet() == ['config.json', 'onnx/model_int8.onnx', 'tokenizer.json'] as Set
