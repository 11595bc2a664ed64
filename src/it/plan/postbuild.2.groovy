import groovy.json.JsonSlurper
import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    // The Hub is asked what the models are, and for no file.
    assert run.apiCalls() == ['/api/models/acme/large/revision/main', '/api/models/acme/tiny/revision/main']
    assert run.downloads().isEmpty()

    def lines = run.log().readLines()*.replaceFirst(/\[INFO\] /, '')
    assert lines.contains('      2.5 MB  download  model-1.safetensors  include *.safetensors')
    assert lines.contains('      1.5 MB  download  model-2.safetensors  include *.safetensors')
    assert lines.contains('        13 B  download  tokenizer.json       include tokenizer.json')
    assert lines.contains('         2 B  download  config.json        everything')
    assert run.says('To download: 5 files, 4.0 MB, with 7 requests or more; ')
    assert !run.says('README.md')
}

def plan = new JsonSlurper().parse(new File(basedir, 'target/plan.json'))
assert plan.models*.id == ['acme/large', 'acme/tiny']
assert plan.models[0].files*.path == ['model-1.safetensors', 'model-2.safetensors', 'tokenizer.json']
assert plan.models[0].files[0].bytesToDownload == 2_500_000
assert plan.filesToDownload == 5
assert plan.requests == 7
assert !new File(basedir, 'hf-home').exists()
