import groovy.json.JsonSlurper
import io.github.hfmodels.bom.BomSchema
import io.github.hfmodels.it.ItHub
import static io.github.hfmodels.it.ItHub.show

ItHub.end(context) { run ->
    assert run.requests().isEmpty()
    assert run.ofModelScope().isEmpty()

    def bom = new File(basedir, 'target/hf-models/bom.cdx.json')
    BomSchema.assertValid(bom.toPath())
    BomSchema.assertHasWhatIsLocked(bom.toPath(), new File(basedir, 'target/demo.lock.json').toPath())
    assert new File(basedir, 'target/again.json').bytes == bom.bytes

    // Both requests for the model are of one commit.
    def components = new JsonSlurper().parse(bom).components
    assert components.size() == 1
    def files = components[0].components
    assert files*.name == ['config.json', 'onnx/model.onnx', 'onnx/model_quantized.onnx', 'tokenizer.json']
    files.each { assert it.hashes*.content == [new File(context.snapshot, it.name).bytes.digest('SHA-256')] }

    show ''
    show "  Its bill of materials: ${files.size()} files with their SHA-256, from a lock file, without a request"
    show ''
}
