import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('2 models ready: 2 downloaded')
    assert run.says('Tests run: 2, Failures: 0, Errors: 0, Skipped: 0')
}

// A machine without a network: a namespace of its own in which there is no route to anywhere, not even to this machine.
def apart = [['unshare', '-rn'], ['unshare', '-n']].find {
    try {
        return (it + ['sh', '-c', 'test $(wc -l < /proc/net/route) -le 1']).execute().waitFor() == 0
    } catch (IOException e) {
        return false
    }
}
if (!apart) {
    ItHub.show('skipped: no network namespace can be made here')
    return true
}
context.emptyCache()
def log = new File(basedir, 'without-network.log')
// All that Maven needs is in its repository; where it came from does not matter there.
def builder = new ProcessBuilder(apart + [
    System.getProperty('maven.home') + '/bin/mvn', '-B', '-o', '-Pno-network', 'test',
    '-Dmaven.repo.local=' + localRepositoryPath,
    '-Daether.enhancedLocalRepository.trackingFilename=none',
])
builder.directory(basedir).redirectErrorStream(true).redirectOutput(log)
builder.environment().put('HF_HOME', new File(basedir, 'hf-home').path)
def build = builder.start()
if (!build.waitFor(5, java.util.concurrent.TimeUnit.MINUTES)) {
    build.destroyForcibly()
}
assert build.waitFor() == 0 : log.text
assert log.text.contains('2 models ready: 2 downloaded')
assert log.text.contains('Tests run: 2, Failures: 0, Errors: 0, Skipped: 0')
return true
