import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    // Without what a terminal sees, and without the prefix that Maven 4 gives to what plugins print.
    def printed = run.log().replaceAll('\u001B\\[[0-9;]*m', '').readLines()*.minus('[INFO] [stdout] ')
        .findAll { it && !it.contains('post-build script') }
    assert printed.size() == 1
    def graph = new File(printed[0])
    assert graph.text == 'the graph'
    assert graph.path.startsWith(new File(basedir, 'the cache').path)
    context.uri = graph.parentFile.parentFile.toURI().toString().replaceFirst('^file:/', 'file:///').replaceFirst('/$', '')
}
