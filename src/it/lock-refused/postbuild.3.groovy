import io.github.hfmodels.it.ItHub

def hub = context.hub

// A file that the Hub no longer has.
ItHub.afterRun(context) { run ->
    assert run.says('config.json is listed, but the Hub does not have it, as hf-models.lock.json has it')
    assert run.says('run mvn hf-models:update -Dhf.models=acme/tiny')
}
hub.faults().clear()
return true
