import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('3 models ready: 3 downloaded')
}

def tiny = new File(basedir, 'hf-home/hub/models--acme--tiny')
// Half a download, and a ref that leads nowhere.
new File(tiny, 'blobs/' + 'f' * 64 + '.hf-models.incomplete').text = 'half'
new File(basedir, 'hf-home/hub/datasets--acme--data/refs/v1').text = '0' * 40
new File(basedir, 'hf-home/hub/photos').mkdir()
