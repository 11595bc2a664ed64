import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.downloads().size() == 3
    // Maven itself resets colours, and newer JVMs warn of older Mavens' own libraries; the rest is of the scripts.
    def printed = run.log().replaceAll(/\u001b\[[0-9;]*m/, '').readLines()
        .findAll { !it.blank && !it.contains('.groovy') && !it.startsWith('WARNING: ') }
    assert printed.isEmpty()
}
