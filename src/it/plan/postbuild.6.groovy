import groovy.json.JsonSlurper
import io.github.hfmodels.it.ItHub

// The same weights in three formats, which the preset takes once.
ItHub.afterRun(context) { run ->
    assert run.downloads().isEmpty()
    assert run.says('[INFO]   Duplicated weights: safetensors 400.0 kB, PyTorch 405.0 kB, ONNX 520.0 kB in 2 copies; '
        + '<preset>safetensors</preset> would save 925.0 kB')
}

def duplicated = new JsonSlurper().parse(new File(basedir, 'target/copies.json')).models[0].duplicatedWeights
assert duplicated.saves == 925_000
assert duplicated.suggestion == [preset: 'safetensors']
assert duplicated.copies*.format == ['safetensors', 'pytorch', 'onnx', 'onnx']
assert duplicated.copies[3] == [format: 'onnx', variant: 'int8', size: 110_000, files: ['onnx/model_int8.onnx']]

// What has one copy of its weights has no such member.
assert !new File(basedir, 'target/plan.json').text.contains('duplicatedWeights')
