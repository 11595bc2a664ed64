import io.github.hfmodels.it.ItHub

context.emptyCaches = {
    assert new File(basedir, 'hf-home').deleteDir()
    assert new File(basedir, 'modelscope').deleteDir()
    assert new File(basedir, 'target').deleteDir()
}

ItHub.start(basedir, context) { hub ->
    hub.model('acme/private').makePrivate('hf_of_the_hub').commit('first')
        .file('config.json', '{}')
        .lfs('model.safetensors', 'the weights'.bytes)
    def modelScope = hub.modelScope()
    modelScope.model('acme/scope').makePrivate('ms-of-modelscope').commit('first')
        .file('README.md', 'what nobody wants')
        .file('config.json', '{"scope": true}')
        .file('model.safetensors', 'weights of ModelScope')
    def rows = modelScope.dataset('acme/rows')
    rows.tag('v1', rows.commit('first').file('data/rows.csv', 'a,b'))
    rows.commit('second').file('data/rows.csv', 'a,b,c')
    context.modelScope = modelScope
}
