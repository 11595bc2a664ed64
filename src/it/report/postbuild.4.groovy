import io.github.hfmodels.it.ItHub
import io.github.hfmodels.process.ServerProgram
import io.github.hfmodels.report.Browser
import io.github.hfmodels.report.SoundPage

// What each model is today: two questions each, one for the data set, which nobody serves.
ItHub.afterRun(context) { run ->
    def asked = run.requests()*.path()
    assert asked.count { it.contains('/commits/') } == 6
    assert !asked.any { it.contains('/resolve/') || it.contains('/tree/') }
    assert run.warnings().isEmpty()
}

def models = context.report('target/hf-models/report.json').models.collectEntries { [it.id, it.today] }
assert models['acme/encoder'].branch == 'main'
assert models['acme/encoder'].head == context.head
assert models['acme/encoder'].commitsBehind == 2
assert models['acme/encoder'].inferenceProviders == ['acme-cloud']
assert models['acme/chat'].commitsBehind == 0
assert models['acme/chat'].inferenceProviders == []
assert models['acme/tagger'].branch == 'v1'
def page = new File(basedir, 'target/hf-models/report.html')
assert page.getText('UTF-8').contains('2 commits behind main')

def chromium = ServerProgram.find('chromium')
if (chromium.present) {
    def profile = new File(basedir, 'target/chromium')
    profile.mkdir()
    Browser.start(chromium.get(), profile.toPath()).withCloseable { browser ->
        for (width in [1280, 390]) {
            for (scheme in ['light', 'dark']) {
                SoundPage.check(browser, page.toPath(), width, scheme)
            }
        }
    }
} else {
    ItHub.show('[WARNING] The test report does not look at the page, since there is no chromium')
}
