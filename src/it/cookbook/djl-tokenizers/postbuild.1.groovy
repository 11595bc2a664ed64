import io.github.hfmodels.it.ItHub
import io.github.hfmodels.it.Recipe

ItHub.afterRun(context) { run ->
    assert run.lines('Tests run: 3, Failures: 0, Errors: 0, Skipped: 0')
    assert !run.says('Java asked for')
    // Nothing for the tokenizer that is in the cache; what is not there is asked for in spite of HF_HUB_OFFLINE.
    def endpoint = context.userProperties['hf.endpoint']
    assert Recipe.asked(context) == ["GET $endpoint/acme/not-in-the-cache/resolve/main/tokenizer.json HTTP/1.1".toString()]
}
