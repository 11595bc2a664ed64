import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.apiCalls() == ['/api/datasets/squad/revision/refs%2Fconvert%2Fparquet']
    assert run.downloads()*.replaceFirst('[0-9a-f]{40}', '…') ==
        ['/datasets/squad/resolve/…/plain_text/train/0000.parquet']
    assert run.warnings().isEmpty()
}

def repository = new File(basedir, 'hf-home/hub/datasets--squad')
def commit = new File(repository, 'refs/refs/convert/parquet').text
assert new File(repository, "snapshots/$commit/plain_text/train/0000.parquet").text == 'rows'
