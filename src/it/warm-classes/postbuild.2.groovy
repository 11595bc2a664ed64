import io.github.hfmodels.it.ItHub

// A build that finds everything loads no HTTP and no JSON library, looks for no credential and no proxy, and takes no mutex.
ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('2 models ready: all cached, 0 requests')

    def classes = new File(basedir, 'classes.log').readLines()
    assert classes.any { it.contains('io.github.hfmodels.prefetch.Prefetcher ') }
    assert !classes.any { it.contains('org.apache.hc.') }
    assert !classes.any { it.contains('com.fasterxml.jackson.') }
    assert !classes.any { it.contains('com.sun.jna.') }
    // The others say, without native code, which repositories the build uses.
    def ofUse = ['Disk', 'NameLock', 'LockChannel', 'MutexFile']
    assert !classes.any { it.contains('io.github.hfmodels.cache.mutex.')
            && !ofUse.any { name -> it.contains(".cache.mutex.$name ") } }
    assert !classes.any { it.contains('io.github.hfmodels.proxy.') }
    assert !classes.any { it.contains('io.github.hfmodels.settings.ServerSettings ') }
    // Nor anything of a policy, which no model has to keep here.
    assert !classes.any { it.contains('io.github.hfmodels.policy.') }
    // Nor anything of a source that no model is at.
    assert !classes.any { it.contains('io.github.hfmodels.source.modelscope.') || it.contains('.settings.SavedLogin ')
            || it.contains('.model.ModelScopeCoordinates ') }
    // Nor what shows downloads, apart from what would make it, nor what lists the cache.
    assert classes.any { it.contains('io.github.hfmodels.console.LazyDisplay ') }
    def console = classes.findAll { it.contains('io.github.hfmodels.console.') }
    assert console.every { it =~ /\.console\.(LazyDisplay|AdviceText|ResultReport)\b/ }
    assert !classes.any { it.contains('io.github.hfmodels.progress.') }
    assert !classes.any { it.contains('io.github.hfmodels.cache.CacheInventory') || it.contains('.cache.InventoryReader ') }
}
