import io.github.hfmodels.it.ItHub

context.lockFile = new File(basedir, 'hf-models.lock.json')

ItHub.start(basedir, context) { hub ->
    hub.model('acme/adapter').license('mit').commit('first')
        .file('adapter_config.json', '{"peft_type": "LORA", "base_model_name_or_path": "acme/base"}')
        .lfs('adapter_model.safetensors', new byte[20_001])
        .lfs('optimizer.pt', new byte[20_002])
    hub.model('acme/base').license('apache-2.0').commit('first')
        .file('config.json', '{"model_type": "bert", "architectures": ["BertModel"]}')
        .file('tokenizer.json', '{"model": {}}')
        .lfs('model.safetensors', new byte[30_001])
        .lfs('pytorch_model.bin', new byte[30_002])
    hub.model('acme/chat').commit('first')
        .lfs('chat-Q4_K_M.gguf', new byte[40_001])
        .lfs('chat-Q8_0.gguf', new byte[40_002])
    context.hub = hub
}
