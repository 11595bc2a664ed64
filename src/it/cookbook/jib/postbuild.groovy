import io.github.hfmodels.it.Recipe

def tar(String... arguments) {
    def tar = ['tar', *arguments].execute()
    def (out, err) = [new StringBuilder(), new StringBuilder()]
    tar.waitForProcessOutput(out, err)
    assert tar.exitValue() == 0 : err
    out.readLines()
}

Recipe.end(context) { run ->
    def unpacked = new File(basedir, 'target/unpacked')
    unpacked.mkdirs()
    tar('-xf', new File(basedir, 'target/jib-image.tar').path, '-C', unpacked.path)
    def layers = unpacked.listFiles().findAll { it.name.endsWith('.tar.gz') }.collect { tar('-tzvf', it.path) }

    // The model has a layer of its own, with files and not links, which stays the same when the program changes.
    def model = layers.find { it.any { it.endsWith(' models/minilm/onnx/model_quantized.onnx') } }
    def graph = model.find { it.endsWith(' models/minilm/onnx/model_quantized.onnx') }
    assert graph.startsWith('-rw')
    assert graph.contains(" ${new File(minilmFiles, 'all-minilm-l6-v2-q.onnx').length()} ")
    assert model.any { it.endsWith(' models/minilm/tokenizer.json') }
    assert !model.any { it.contains('Program.class') }
    assert layers.any { it.any { it.endsWith(' app/classes/org/example/Program.class') } }
    assert Recipe.asked(context).isEmpty()
}
