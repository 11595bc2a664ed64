import io.github.hfmodels.it.AlphabetModel
import io.github.hfmodels.it.Recipe

Recipe.start(basedir, context) { hub ->
    hub.model('bartowski/Llama-3.2-1B-Instruct-GGUF').commit('the alphabet')
        .file('README.md', '# Llama-3.2-1B-Instruct-GGUF')
        .lfs('Llama-3.2-1B-Instruct-Q4_K_M.gguf', AlphabetModel.gguf())
        .lfs('Llama-3.2-1B-Instruct-Q8_0.gguf', 'other weights'.bytes)
}
