import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    // The same weights in five formats.
    hub.model('acme/encoder').commit('first')
        .file('README.md', '# Encoder')
        .file('config.json', '{"model_type": "bert", "architectures": ["BertModel"]}')
        .file('tokenizer.json', '{"model": {}}')
        .file('tokenizer_config.json', '{"tokenizer_class": "BertTokenizer"}')
        .file('vocab.txt', 'a\nb\n')
        .lfs('model.safetensors', new byte[100_001])
        .lfs('pytorch_model.bin', new byte[100_002])
        .lfs('tf_model.h5', new byte[100_003])
        .lfs('flax_model.msgpack', new byte[100_004])
        .lfs('onnx/model.onnx', new byte[100_005])
    // In several files, which an index names.
    hub.model('acme/speech').commit('first')
        .file('config.json', '{"model_type": "whisper", "architectures": ["WhisperForConditionalGeneration"]}')
        .file('preprocessor_config.json', '{"feature_extractor_type": "WhisperFeatureExtractor", "processor_class": "WhisperProcessor"}')
        .file('tokenizer.json', '{"model": {}}')
        .file('tokenizer_config.json', '{"tokenizer_class": "WhisperTokenizer"}')
        .file('model.safetensors.index.json',
            '{"weight_map": {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}}')
        .lfs('model-00001-of-00002.safetensors', new byte[50_001])
        .lfs('model-00002-of-00002.safetensors', new byte[50_002])
        .lfs('model.fp32-00001-of-00002.safetensors', new byte[90_001])
    // With its own code; a part of it is in another repository.
    hub.model('acme/vision').commit('first')
        .file('config.json', '''{
            "model_type": "acme_vision",
            "auto_map": {
              "AutoConfig": "configuration_vision.VisionConfig",
              "AutoModelForCausalLM": "acme/code--modeling_vision.VisionForCausalLM"
            }
          }''')
        .file('configuration_vision.py', 'from transformers import PretrainedConfig\n')
        .file('examples/demo.py', 'print()\n')
        .file('preprocessor_config.json', '{"auto_map": {"AutoProcessor": "processing_vision.VisionProcessor"}}')
        .file('processing_vision.py', 'from .image_sizes import SIZES\n')
        .file('image_sizes.py', 'SIZES = []\n')
        .file('tokenizer.json', '{"model": {}}')
        .lfs('pytorch_model.bin', new byte[70_001])
    hub.model('acme/code').commit('first')
        .file('modeling_vision.py', 'from .layers import Layer\n')
        .file('layers.py', 'import torch\n')
        .lfs('model.safetensors', new byte[80_001])
}
