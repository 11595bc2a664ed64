import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.downloads().isEmpty()
    assert run.says("preset gguf: no model is a <variant> 'Q4_K_X'; set it to one of these, the closest first: Q4_K_M, ")
}
