import groovy.json.JsonSlurper
import io.github.hfmodels.it.Recipe

Recipe.start(basedir, context) { hub ->
    Recipe.minilm(hub, minilmFiles)
    def words = new JsonSlurper().parse(new File(minilmFiles, 'all-minilm-l6-v2-tokenizer.json')).model.vocab
    def lines = words.sort { it.value }.keySet().join('\n') + '\n'
    hub.model('sentence-transformers/all-MiniLM-L6-v2').file('vocab.txt', lines)
}
