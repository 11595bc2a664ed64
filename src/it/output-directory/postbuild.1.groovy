import io.github.hfmodels.it.ItHub
import java.util.jar.JarFile

ItHub.afterRun(context) { run ->
    assert run.downloads().size() == 2
    assert run.warnings().isEmpty()
}

new JarFile(new File(basedir, 'target/output-directory-1.0.jar')).withCloseable { jar ->
    assert jar.getInputStream(jar.getEntry('models/acme/tiny/onnx/model.onnx')).text == 'the weights'
    assert jar.getInputStream(jar.getEntry('tokens/tokenizer.json')).text == '{}'
}
