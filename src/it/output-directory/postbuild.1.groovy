import io.github.hfmodels.it.ItHub
import java.util.jar.JarFile

ItHub.afterRun(context) { run ->
    assert run.downloads().size() == 2
    assert run.warnings().isEmpty()
}

new JarFile(new File(basedir, 'target/output-directory-1.0.jar')).withCloseable { jar ->
    assert jar.getInputStream(jar.getEntry('models/acme/tiny/onnx/model.onnx')).text == 'the weights'
    assert jar.getEntry('models/acme/tiny/pytorch_model.bin') == null
    assert jar.getInputStream(jar.getEntry('tokens/tokenizer.json')).text == '{}'

    def filtered = new Properties()
    filtered.load(jar.getInputStream(jar.getEntry('models.properties')))
    assert filtered['tiny.file'].endsWith('onnx/model.onnx')
    assert filtered['tiny.commit'] ==~ '[0-9a-f]{40}'
}
