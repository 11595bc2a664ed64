import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says("-Dhf.maxSize is 'much'; expected a size such as 2GB, 500MB, 1.5GiB, or a number of bytes")
}
