import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.downloads().size() == 5
    assert run.says('2 models ready: 2 downloaded')
    assert run.says('The mirror folder is ')
    assert run.warnings().isEmpty()
}
def disk = new File(basedir, 'the disk')
assert new File(disk, 'api/models/acme/base/revision/main').file
assert new File(disk, 'api/datasets/acme/questions/revision/refs/convert/parquet').file
assert !new File(basedir, 'target').exists()
context.emptyCache()
return true
