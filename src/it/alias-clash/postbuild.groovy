import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.says("the executions 'default' and 'for-tests' have one alias, 'tiny', for acme/tiny@main, all files" +
        ' and for acme/tiny@v1, all files; give one of them another with <alias>')
    // The first execution could not know.
    assert run.apiCalls() == ['/api/models/acme/tiny/revision/main']
}
