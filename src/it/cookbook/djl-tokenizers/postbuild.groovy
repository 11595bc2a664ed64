import io.github.hfmodels.it.Recipe

Recipe.end(context) { run ->
    println "REQ " + run.requests()
    println "ASKED " + Recipe.asked(context)
}
