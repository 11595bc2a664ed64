import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.warnings().findAll { it.contains("No models") } == ["[WARNING] No models are configured, so there is nothing to do: neither the execution 'fetch' nor the"
        + ' plugin has <models> in its <configuration> in ' + new File(basedir, 'three/pom.xml') + ', and hf.models is not set']
}
