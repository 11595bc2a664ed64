import io.github.hfmodels.bom.BomSchema
import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.requests().isEmpty()
}
def file = new File(basedir, 'bom-1.7.json')
BomSchema.assertValid(file.toPath())
assert file.text.contains('"specVersion": "1.7"')
