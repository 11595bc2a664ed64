import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.downloads().size() == 2

    // What links the methods of records, and other methods that are put together at run time, is slow to start.
    def classes = new File(basedir, 'cold-classes.log').readLines().dropWhile { !it.contains('.mojo.PrefetchMojo ') }
    assert classes.any { it.contains('org.apache.hc.') }
    assert !classes.any { it.contains('java.lang.runtime.ObjectMethods') }
}
