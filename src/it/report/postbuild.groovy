import io.github.hfmodels.it.ItHub

// A model that cannot be looked up is told of; the goal does not fail for it.
ItHub.end(context) { run ->
    assert run.says('BUILD SUCCESS')
    assert run.warnings().any { it.contains('Nothing is reported on ') && it.contains('acme/code@main') }
    assert run.downloads().isEmpty()
}
def report = context.report('target/site/models.json')
assert report.models.size() == 5
assert report.failures*.model == ['acme/code@main']
assert report.failures[0].uses*.module == ['chat']
assert report.models*.hold.unique() == ['floating']
assert new File(basedir, 'target/site/models.html').text.contains('could not be looked up')
