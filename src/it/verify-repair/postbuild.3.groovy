import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.downloads().size() == 1
    assert run.says('Repaired acme/tiny at ')
    assert run.says('2 things repaired, 11 B downloaded')
    assert run.warnings().isEmpty()
}
assert context.blob().text == 'the weights'
assert new File(basedir, 'model/config.json').text == '{}'
return true
