import io.github.hfmodels.it.Recipe

Recipe.start(basedir, context) { hub -> Recipe.minilm(hub, minilmFiles) }
