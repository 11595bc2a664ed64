import io.github.hfmodels.it.ItHub
import static io.github.hfmodels.it.ItHub.show

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.lines('Tests run: 1, Failures: 0, Errors: 0, Skipped: 0')

    show ''
    show "  Second build, filled cache: ${run.requests().size()} requests, and the test passes again"
    show ''
}
