import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.downloads().size() == 2
    assert run.lines('acme/disguised@main: ').any { it.contains('weights.data') && it.contains('(unsafeFormats of <policy>); ') }
    assert !new File(basedir, 'target/models').exists()
    assert !new File(basedir, 'target/hf-models/manifest.json').text.contains('acme/disguised')
}
