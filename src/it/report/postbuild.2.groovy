import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.warnings().isEmpty()
    assert run.says('The report on 6 models is ' + new File(basedir, 'target/hf-models/report.html'))
}

def report = context.report('target/hf-models/report.json')
assert report.formatVersion == 1
assert report.project == [name: 'Document search', coordinates: 'org.example:report', version: '1.0']
assert report.timestamp == '2026-11-22T00:00:00Z'
assert !report.online
assert report.models*.id == ['acme/chat', 'acme/code', 'acme/encoder', 'acme/reranker', 'acme/tagger', 'acme/questions']
assert report.models*.type == ['model', 'model', 'model', 'model', 'model', 'dataset']
assert report.models*.hold.unique() == ['locked']
assert report.failures.isEmpty()

def models = report.models.collectEntries { [it.id, it] }
def encoder = models['acme/encoder']
assert encoder.commit == context.first
assert encoder.license == 'apache-2.0'
assert encoder.card.task == 'sentence-similarity'
assert encoder.uses == [
    [module: 'chat', execution: 'models', alias: 'encoder'],
    [module: 'search', execution: 'models', alias: 'encoder'],
]
assert encoder.files*.path == ['config.json', 'model.safetensors']
assert encoder.files.every { it.sha256 ==~ /[0-9a-f]{64}/ && it.scan == 'safe' }
assert encoder.today == null
assert models['acme/reranker'].uses*.alias == ['rank']
assert models['acme/reranker'].duplicatedWeights.saves == 120_500
assert models['acme/tagger'].findings*.rule == ['licenses', 'unsafeFormats']
assert models['acme/tagger'].findings*.verdict.unique() == ['warns']
assert models['acme/chat'].findings.collect { [it.rule, it.verdict, it.reason] } == [
    ['licenses', 'exception', 'contract 2026-17'],
]
assert models['acme/code'].scan == 'suspicious'
assert models['acme/questions'].uses*.execution == ['test-data']
assert report.formats.collectEntries { [it.format, it.files] } ==
    [safetensors: 2, pytorch: 1, onnx: 1, gguf: 1, config: 4, code: 1, other: 1]
assert report.size == report.formats*.size.sum()

def page = new File(basedir, 'target/hf-models/report.html').getText('UTF-8')
assert page.contains('<h1>Document search 1.0</h1>')
assert page.contains('https://huggingface.co/acme/encoder/tree/' + context.first)
assert !page.contains(basedir.path)
context.page = page
return true
