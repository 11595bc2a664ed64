import groovy.json.JsonSlurper
import io.github.hfmodels.it.Recipe

Recipe.start(basedir, context) { hub ->
    def words = new JsonSlurper().parse(new File(minilmFiles, 'all-minilm-l6-v2-tokenizer.json')).model.vocab
    def lines = words.sort { it.value }.keySet().join('\n') + '\n'
    Recipe.minilm(hub, minilmFiles).file('vocab.txt', lines)
}
