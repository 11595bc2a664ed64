import io.github.hfmodels.it.ItHub
import static io.github.hfmodels.it.ItHub.show

ItHub.afterRun(context) { run ->
    def repository = 'sentence-transformers/all-MiniLM-L6-v2'
    def commit = 'c9745ed1d9f207416be6d2e6f8de32d1f16199bf'
    def files = ['config.json', 'onnx/model.onnx', 'onnx/model_quantized.onnx', 'tokenizer.json']
    def snapshot
    def calls
    if (demoSource == 'modelscope') {
        assert run.requests().isEmpty()
        // Two of revisions and files, and one of each file; large files are in a storage besides.
        def asked = run.ofModelScope().findAll { it.server().name() == 'HUB' }
        calls = asked.size() - files.size()
        assert calls == 2
        snapshot = new File(basedir, 'modelscope-cache/models/sentence-transformers--all-MiniLM-L6-v2/snapshots/master')
    } else {
        assert run.apiCalls() == ["/api/models/$repository/revision/$commit".toString()]
        assert run.downloads() == files.collect { "/$repository/resolve/$commit/$it".toString() }
        calls = 1
        snapshot = new File(basedir, "hf-home/hub/models--sentence-transformers--all-MiniLM-L6-v2/snapshots/$commit")
    }
    context.snapshot = snapshot
    show ''
    show "  First build, empty cache: $calls API call${calls == 1 ? '' : 's'}, ${files.size()} downloads of $repository"
    files.each { show String.format('    %,12d bytes  %s', new File(snapshot, it).length(), it) }
    show ''
    show '  What the tests then say of pairs of sentences (1 is the same, 0 is unrelated)'
    run.log().readLines().findAll { it.contains('  ~  ') || it.startsWith('with onnx/') }.each { show "   $it" }
}
