import io.github.hfmodels.it.ItHub
import io.github.hfmodels.testhub.Content

ItHub.start(basedir, context) { hub ->
    context.first = hub.model('sentence-transformers/all-MiniLM-L6-v2').commit('first')
        .file('config.json', '{"model_type": "bert"}')
        .file('tokenizer.json', Content.of(new File(minilmFiles, 'all-minilm-l6-v2-tokenizer.json').toPath()))
        .lfs('model.safetensors', 'the weights'.bytes)
        .id()
    context.hub = hub
}
