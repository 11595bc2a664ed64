import io.github.hfmodels.it.Recipe

Recipe.end(context) { run ->
    def jar = new File(basedir, 'target/jar-1.0.jar')
    def java = new File(System.getProperty('java.home'), 'bin/java').path
    def options = context.userProperties['argLine'].split(' ')
    def program = ([java, *options, '-jar', jar.path]).execute()
    def (out, err) = [new StringBuilder(), new StringBuilder()]
    program.waitForProcessOutput(out, err)
    assert out.toString().trim() == '4 tokens, vectors of 384' : err

    new java.util.zip.ZipFile(jar).withCloseable { zip ->
        def graph = zip.getEntry('models/minilm/onnx/model_quantized.onnx')
        assert graph.size == new File(minilmFiles, 'all-minilm-l6-v2-q.onnx').length()
    }
    assert Recipe.asked(context).isEmpty()
}
