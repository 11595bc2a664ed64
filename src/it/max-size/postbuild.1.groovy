import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.downloads().isEmpty()
    assert run.says('2.0 MB would be downloaded, more than the 1.5 MB that are allowed:'
        + ' acme/tiny@main 2 B, acme/large@main 2.0 MB; raise hf.maxSize, or select fewer files with <includes>')
    assert run.says('MojoFailureException')
}

assert !new File(basedir, 'hf-home/hub/models--acme--large/blobs').exists()
