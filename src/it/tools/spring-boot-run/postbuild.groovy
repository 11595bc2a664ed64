import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    def path = new File(basedir, "hf-home/hub/models--acme--encoder/snapshots/${context.commit}")
    assert run.says("The model is at $path")
}
