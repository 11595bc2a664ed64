import io.github.hfmodels.it.ItHub
import io.github.hfmodels.it.Recipe

ItHub.afterRun(context) { run ->
    assert run.lines('Tests run: 3, Failures: 0, Errors: 0, Skipped: 0')
    println "REQ " + run.requests()
    println "ASKED " + Recipe.asked(context)
}
