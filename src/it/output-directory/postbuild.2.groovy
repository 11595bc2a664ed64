import io.github.hfmodels.it.ItHub
import java.nio.file.Files
import java.nio.file.attribute.BasicFileAttributes

ItHub.afterRun(context) { run ->
    assert run.downloads().isEmpty()

    def laidOut = new File(basedir, 'target/classes/models/acme/tiny/onnx/model.onnx').toPath()
    context.identity = Files.readAttributes(laidOut, BasicFileAttributes).fileKey()
}
