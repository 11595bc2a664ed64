import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.requests().isEmpty()
    assert run.says("<policy>: exceptions[1]: <rule> is 'license'; did you mean licenses? Expected one of licenses, pinned,"
        + ' remoteCode, unsafeFormats, scan, owners')
}
