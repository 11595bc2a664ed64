import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.downloads().size() == 3
    assert run.log().readLines().findAll { !it.blank && !it.startsWith('Running ') && !it.contains('.groovy') }.isEmpty()
}
