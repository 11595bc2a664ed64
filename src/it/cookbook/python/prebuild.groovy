import io.github.hfmodels.it.Recipe

Recipe.start(basedir, context) { hub ->
    Recipe.minilm(hub, minilmFiles)
    hub.property('python', System.getenv('HF_TEST_PYTHON'))
}
