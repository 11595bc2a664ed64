import io.github.hfmodels.it.Recipe

Recipe.end(context) { run ->
    def asked = Recipe.asked(context).drop(1)
    def endpoint = context.userProperties['hf.endpoint']
    println "ASKED " + asked
    assert run.lines('Tests run: 2, Failures: 0, Errors: 1, Skipped: 0')
    // Its own name for itself, of which it wants to know whether it is in Amazon's cloud.
    assert asked.any { it.contains('http://169.254.169.254/') }
    // HF_HUB_CACHE is not looked at.
    assert asked.any { it.contains("$endpoint/sentence-transformers/all-MiniLM-L6-v2/resolve/main/tokenizer.json") }
}
