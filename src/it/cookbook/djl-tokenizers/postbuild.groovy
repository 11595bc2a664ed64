import io.github.hfmodels.it.Recipe

Recipe.end(context) { run ->
    assert run.lines('Tests run: 2, Failures: 0, Errors: 1, Skipped: 0')
    // Whether it runs in Amazon's cloud.
    assert run.lines('Java asked for').every { it.contains(' http://169.254.169.254/') }
    assert run.says('Java asked for')
    // HF_HUB_CACHE is not looked at.
    def endpoint = context.userProperties['hf.endpoint']
    assert Recipe.asked(context).drop(1) == [
        "GET $endpoint/sentence-transformers/all-MiniLM-L6-v2/resolve/main/tokenizer.json HTTP/1.1".toString()]
}
