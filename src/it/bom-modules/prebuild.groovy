import groovy.json.JsonSlurper
import io.github.hfmodels.bom.BomSchema
import io.github.hfmodels.it.ItHub

context.file = { String folder -> new File(basedir, folder + 'target/hf-models/bom.cdx.json') }
context.components = { String folder ->
    File file = context.file(folder)
    BomSchema.assertValid(file.toPath())
    new JsonSlurper().parse(file).components.collect { [it.name, it.components*.name] }
}

ItHub.start(basedir, context) { hub ->
    hub.model('acme/shared').commit('first')
        .file('config.json', '{}')
        .lfs('model.safetensors', 'the weights'.bytes)
    hub.model('acme/own').commit('first').file('config.json', '{"own": true}')
}
