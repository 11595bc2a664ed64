import io.github.hfmodels.it.ItHub
import java.nio.file.Files
import java.nio.file.attribute.BasicFileAttributes

ItHub.afterRun(context) { run ->
    assert run.downloads().isEmpty()

    // Without a clean in between it is the very same file, not a new copy.
    def laidOut = new File(basedir, 'target/classes/models/acme/tiny/onnx/model.onnx').toPath()
    assert Files.readAttributes(laidOut, BasicFileAttributes).fileKey() == context.identity
}
