import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('2 models ready: 2 downloaded')
}
def home = new File(localRepositoryPath.parentFile, 'it-home')
assert new File(home, 'cache/models--acme--tiny').directory
assert new File(home, 'models/acme/tiny/config.json').text == '{}'
assert new File(home, 'other/config.json').text == '{1}'
assert !new File(basedir, '~').exists()
