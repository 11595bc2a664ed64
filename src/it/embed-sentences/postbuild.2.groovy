import io.github.hfmodels.it.ItHub
import static io.github.hfmodels.it.ItHub.show

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.ofModelScope().isEmpty()
    assert run.lines('Tests run: 2, Failures: 0, Errors: 0, Skipped: 0')

    show ''
    show "  Second build, filled cache: ${run.requests().size() + run.ofModelScope().size()} requests, and the tests pass again"
}
