import io.github.hfmodels.it.AlphabetModel
import io.github.hfmodels.it.NewerJava
import io.github.hfmodels.it.Recipe

Recipe.start(basedir, context) { hub ->
    def model = hub.model('tjake/Llama-3.2-1B-Instruct-JQ4').commit('the alphabet')
    AlphabetModel.safetensors().each { name, content ->
        name.endsWith('.safetensors') ? model.lfs(name, content) : model.file(name, content)
    }
    NewerJava.use(21, hub)
    // The POM has an argLine of its own, to which Surefire adds this.
    hub.property('maven.surefire.debug', context.userProperties.argLine)
}
