import io.github.hfmodels.it.ItHub

context.emptyCache = { assert new File(basedir, 'hf-home').deleteDir() }

ItHub.start(basedir, context) { hub ->
    hub.model('acme/base').commit('first')
        .file('config.json', '{"model_type": "bert"}')
        .lfs('model.safetensors', 'the base'.bytes)
    hub.model('acme/adapter').commit('first')
        .file('adapter_config.json', '{"peft_type": "LORA", "base_model_name_or_path": "acme/base"}')
        .lfs('adapter_model.safetensors', 'the adapter'.bytes)
    def questions = hub.dataset('acme/questions')
    questions.ref('refs/convert/parquet', questions.commit('first').file('0.parquet', 'PAR1').id())
}
