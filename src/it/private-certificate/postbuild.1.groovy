import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.says('have Java trust its certificate (-Djavax.net.ssl.trustStore=FILE in MAVEN_OPTS)')
}
