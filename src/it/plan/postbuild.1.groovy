import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.lines('to download') == [
        '[INFO] acme/tiny@main (commit ' + run.lines('acme/tiny@main')[0].find('(?<=commit )[0-9a-f]{8}')
            + '): 2 files, 13 B; 2 to download, 13 B']
    assert run.says('To download: 2 files, 13 B, with 3 requests or more; ')
}
