import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.downloads().isEmpty()
    assert run.lines('acme/disguised@main: ').any { it.contains('weights.data') && it.contains('(unsafeFormats of <policy>); ') }
    assert !new File(basedir, 'target/models').exists()
}
