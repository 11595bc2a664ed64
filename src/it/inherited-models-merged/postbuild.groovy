import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    if (run.says('Apache Maven 3.')) {
        assert run.says("models[1]: has the text 'acme/of-parent' and elements; expected one or the other")
        assert run.says('put combine.self="override" on <model> or <models>')
        assert run.requests().isEmpty()
    } else {
        // Takes the child's elements alone.
        assert run.apiCalls() == ['/api/models/acme/of-child/revision/main']
    }
}
