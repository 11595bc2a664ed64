import io.github.hfmodels.it.ItHub

// A build that finds everything pays for no HTTP and no JSON library, looks for no credential and no proxy, and locks nothing.
ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('2 models ready: all cached, 0 requests')

    def classes = new File(basedir, 'classes.log').readLines()
    assert classes.any { it.contains('io.github.hfmodels.prefetch.Prefetcher ') }
    assert !classes.any { it.contains('org.apache.hc.') }
    assert !classes.any { it.contains('com.fasterxml.jackson.') }
    assert !classes.any { it.contains('com.sun.jna.') }
    // Nor for what would show downloads.
    assert !classes.any { it.contains('io.github.hfmodels.progress.') || it.contains('io.github.hfmodels.report.') }
    assert !classes.any { it.contains('io.github.hfmodels.mojo.MavenTransfer') }
    assert !classes.any { it.contains('io.github.hfmodels.proxy.') }
    assert !classes.any { it.contains('io.github.hfmodels.mojo.ServerSettings ') }
}
