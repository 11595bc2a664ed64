"""The architectures that presets are compared on: a table, how a row's repository is made, and how it is loaded.

A repository is loaded as users do, by the class of its model and by that of its processor or tokenizer. The answer is a digest of all
that was loaded, the weights and the configurations, and of what the tokenizer makes of a text and the model of a fixed input.
"""

import hashlib
import inspect
import itertools
import json
import os
import string

import numpy
import torch
import transformers

TEXT = "the quick brown fox jumps over hello small world"
WORDS = sorted(set(TEXT.split()))

# Names that most configurations know; a row adds what its own calls otherwise.
SMALL = dict(
    vocab_size=400,
    hidden_size=8,
    num_hidden_layers=1,
    num_attention_heads=2,
    num_key_value_heads=1,
    head_dim=4,
    intermediate_size=8,
    max_position_embeddings=32,
    type_vocab_size=2,
    embedding_size=8,
    pad_token_id=0,
    bos_token_id=1,
    eos_token_id=2,
    decoder_start_token_id=1,
    image_size=8,
    patch_size=4,
    num_channels=3,
    projection_dim=8,
)
CODER = dict(
    SMALL,
    d_model=8,
    encoder_layers=1,
    decoder_layers=1,
    encoder_attention_heads=2,
    decoder_attention_heads=2,
    encoder_ffn_dim=8,
    decoder_ffn_dim=8,
    d_ff=8,
    d_kv=4,
    num_layers=1,
    num_heads=2,
)
STAGES = dict(hidden_sizes=[8, 8, 8, 8], depths=[1, 1, 1, 1], embedding_size=8, layer_type="basic", out_features=["stage1", "stage2", "stage3", "stage4"])
SOUND = dict(
    SMALL,
    conv_dim=[8, 8],
    conv_kernel=[3, 3],
    conv_stride=[2, 2],
    num_feat_extract_layers=2,
    num_conv_pos_embeddings=4,
    num_conv_pos_embedding_groups=2,
    feat_extract_norm="layer",
)


def parts(**configurations):
    """A configuration that is made of others."""
    return {name: {**SMALL, **more} for name, more in configurations.items()}


SEEING = dict(text_config=dict(SMALL, model_type="llama"), vision_config=dict(SMALL, model_type="clip_vision_model"), image_token_id=5)

# Name, class of the model, its configuration, what is saved with it: tokenizers as "class:vocabulary", processors before their parts.
ARCHITECTURES = [
    # Text, encoders.
    ("roberta", "RobertaModel", SMALL, ["RobertaTokenizer:bytes"]),
    ("distilbert", "DistilBertModel", dict(SMALL, dim=8, hidden_dim=8, n_layers=1, n_heads=2), ["DistilBertTokenizer:pieces"]),
    ("electra", "ElectraForPreTraining", SMALL, ["ElectraTokenizer:pieces"]),
    ("albert", "AlbertModel", SMALL, ["AlbertTokenizer:scores"]),
    ("deberta_v2", "DebertaV2Model", SMALL, ["DebertaV2Tokenizer:scores"]),
    ("mpnet", "MPNetModel", SMALL, ["MPNetTokenizer:pieces"]),
    ("xlm_roberta", "XLMRobertaModel", SMALL, ["XLMRobertaTokenizer:scores"]),
    ("modernbert", "ModernBertModel", SMALL, ["TokenizersBackend:words"]),
    ("canine", "CanineModel", SMALL, ["CanineTokenizer:"]),
    ("fnet", "FNetModel", SMALL, ["FNetTokenizer:scores"]),
    ("longformer", "LongformerModel", dict(SMALL, attention_window=4), ["RobertaTokenizer:bytes"]),
    ("big_bird", "BigBirdModel", dict(SMALL, attention_type="original_full"), ["BigBirdTokenizer:scores"]),
    ("xlnet", "XLNetModel", dict(vocab_size=400, d_model=8, n_layer=1, n_head=2, d_inner=8), ["XLNetTokenizer:scores"]),
    ("funnel", "FunnelModel", dict(vocab_size=400, block_sizes=[1, 1], d_model=8, n_head=2, d_head=4, d_inner=8), ["FunnelTokenizer:pieces"]),
    ("esm", "EsmModel", dict(SMALL, mask_token_id=4), []),
    # Text, decoders.
    ("gpt2", "GPT2LMHeadModel", dict(SMALL, n_embd=8, n_layer=1, n_head=2), ["GPT2Tokenizer:bytes"]),
    ("mistral", "MistralForCausalLM", SMALL, ["LlamaTokenizer:merges"]),
    ("mixtral", "MixtralForCausalLM", dict(SMALL, num_local_experts=2), ["LlamaTokenizer:merges"]),
    ("qwen3", "Qwen3ForCausalLM", SMALL, ["Qwen2Tokenizer:bytes"]),
    ("qwen3_moe", "Qwen3MoeForCausalLM", dict(SMALL, num_experts=2, num_experts_per_tok=1, moe_intermediate_size=8), ["Qwen2Tokenizer:bytes"]),
    ("gemma", "GemmaForCausalLM", SMALL, ["GemmaTokenizer:merges"]),
    ("phi", "PhiForCausalLM", SMALL, ["CodeGenTokenizer:bytes"]),
    ("gpt_neox", "GPTNeoXForCausalLM", SMALL, ["GPTNeoXTokenizer:bytes"]),
    ("opt", "OPTForCausalLM", dict(SMALL, ffn_dim=8, word_embed_proj_dim=8), ["GPT2Tokenizer:bytes"]),
    ("bloom", "BloomForCausalLM", dict(SMALL, n_head=2, n_layer=1), ["TokenizersBackend:words"]),
    ("falcon", "FalconForCausalLM", dict(vocab_size=400, hidden_size=8, num_hidden_layers=1, num_attention_heads=2), ["TokenizersBackend:words"]),
    ("gpt_oss", "GptOssForCausalLM", dict(SMALL, num_local_experts=2, num_experts_per_tok=1), ["TokenizersBackend:words"]),
    # State spaces and recurrence.
    ("mamba", "MambaForCausalLM", dict(SMALL, state_size=4), ["GPTNeoXTokenizer:bytes"]),
    ("mamba2", "Mamba2ForCausalLM", dict(SMALL, state_size=4, num_heads=4, n_groups=2), ["GPTNeoXTokenizer:bytes"]),
    ("falcon_mamba", "FalconMambaForCausalLM", dict(SMALL, state_size=4), ["TokenizersBackend:words"]),
    ("jamba", "JambaForCausalLM", dict(SMALL, num_hidden_layers=2, attn_layer_offset=1, attn_layer_period=2, num_experts=2, use_mamba_kernels=False), ["LlamaTokenizer:merges"]),
    ("bamba", "BambaForCausalLM", dict(SMALL, num_hidden_layers=2, mamba_n_heads=4, mamba_d_head=4, mamba_d_state=4, attn_layer_indices=[1]), ["TokenizersBackend:words"]),
    ("rwkv", "RwkvForCausalLM", dict(SMALL, num_hidden_layers=2), ["GPTNeoXTokenizer:bytes"]),
    ("recurrent_gemma", "RecurrentGemmaForCausalLM", dict(SMALL, num_hidden_layers=3, lru_width=8), ["GemmaTokenizer:merges"]),
    # Encoder and decoder.
    ("bart", "BartForConditionalGeneration", CODER, ["BartTokenizer:bytes"]),
    ("mbart", "MBartForConditionalGeneration", CODER, ["MBartTokenizer:scores"]),
    ("pegasus", "PegasusForConditionalGeneration", CODER, ["PegasusTokenizer:scores"]),
    ("led", "LEDForConditionalGeneration", dict(CODER, attention_window=4), ["LEDTokenizer:bytes"]),
    ("byt5", "T5ForConditionalGeneration", CODER, ["ByT5Tokenizer:"]),
    ("mt5", "MT5ForConditionalGeneration", CODER, ["T5Tokenizer:scores"]),
    ("switch_transformers", "SwitchTransformersForConditionalGeneration", dict(CODER, num_decoder_layers=1, num_experts=2, num_sparse_encoder_layers=1, num_sparse_decoder_layers=1), ["T5Tokenizer:scores"]),
    ("marian", "MarianMTModel", CODER, ["MarianTokenizer:sentencepiece"]),
    ("m2m_100", "M2M100ForConditionalGeneration", CODER, ["M2M100Tokenizer:sentencepiece"]),
    ("bert_to_bert", "EncoderDecoderModel", dict(encoder=dict(SMALL, model_type="bert"), decoder=dict(SMALL, model_type="bert", is_decoder=True, add_cross_attention=True)), ["BertTokenizer:pieces"]),
    # Vision.
    ("vit", "ViTForImageClassification", SMALL, ["ViTImageProcessor"]),
    ("deit", "DeiTModel", SMALL, ["DeiTImageProcessor"]),
    ("beit", "BeitModel", SMALL, ["BeitImageProcessor"]),
    ("swin", "SwinModel", dict(embed_dim=8, depths=[1], num_heads=[2], window_size=2, image_size=8, patch_size=4), ["ViTImageProcessor"]),
    ("dinov2", "Dinov2Model", SMALL, ["BitImageProcessor"]),
    ("convnext", "ConvNextModel", dict(STAGES, out_features=None), ["ConvNextImageProcessor"]),
    ("resnet", "ResNetForImageClassification", dict(STAGES, out_features=None), ["ConvNextImageProcessor"]),
    ("mobilenet_v2", "MobileNetV2Model", dict(depth_multiplier=0.1), ["MobileNetV2ImageProcessor"]),
    ("segformer", "SegformerForSemanticSegmentation", dict(hidden_sizes=[8] * 4, depths=[1] * 4, num_attention_heads=[1] * 4, decoder_hidden_size=8), ["SegformerImageProcessor"]),
    ("yolos", "YolosForObjectDetection", SMALL | dict(image_size=[8, 8]), ["YolosImageProcessor"]),
    ("detr", "DetrForObjectDetection", dict(CODER, use_timm_backbone=False, use_pretrained_backbone=False, backbone_config=dict(STAGES, model_type="resnet", out_features=["stage4"])), ["DetrImageProcessor"]),
    ("mask2former", "Mask2FormerForUniversalSegmentation", dict(feature_size=32, mask_feature_size=32, hidden_dim=32, encoder_feedforward_dim=8, encoder_layers=1, decoder_layers=2, num_attention_heads=2, dim_feedforward=8, backbone_config=dict(STAGES, model_type="resnet")), ["Mask2FormerImageProcessor"]),
    ("dpt", "DPTForDepthEstimation", dict(SMALL, is_hybrid=False, num_hidden_layers=4, backbone_out_indices=[0, 1, 2, 3], neck_hidden_sizes=[8] * 4, fusion_hidden_size=8), ["DPTImageProcessor"]),
    ("vit_mae", "ViTMAEForPreTraining", dict(SMALL, decoder_hidden_size=8, decoder_num_hidden_layers=1, decoder_num_attention_heads=2, decoder_intermediate_size=8), ["ViTImageProcessor"]),
    ("sam", "SamModel", dict(vision_config=dict(SMALL, output_channels=8, num_pos_feats=4, mlp_dim=8, global_attn_indexes=[0], window_size=2), prompt_encoder_config=dict(hidden_size=8, image_size=8, patch_size=4, mask_input_channels=4), mask_decoder_config=dict(hidden_size=8, mlp_dim=8, num_attention_heads=2, num_hidden_layers=1, iou_head_hidden_dim=8)), ["SamImageProcessor"]),
    # Sound.
    ("wav2vec2", "Wav2Vec2ForCTC", SOUND, ["Wav2Vec2Processor", "Wav2Vec2FeatureExtractor", "Wav2Vec2CTCTokenizer:letters"]),
    ("hubert", "HubertModel", SOUND, ["Wav2Vec2FeatureExtractor"]),
    ("wavlm", "WavLMModel", SOUND, ["Wav2Vec2FeatureExtractor"]),
    ("audio_spectrogram", "ASTForAudioClassification", dict(SMALL, max_length=16, num_mel_bins=8), ["ASTFeatureExtractor"]),
    ("clap", "ClapModel", dict(text_config=SMALL, audio_config=dict(SMALL, spec_size=16, num_mel_bins=8, patch_embeds_hidden_size=8, depths=[1], num_attention_heads=[2], window_size=2, patch_stride=[4, 4]), projection_dim=8), ["ClapProcessor", "ClapFeatureExtractor", "RobertaTokenizer:bytes"]),
    ("encodec", "EncodecModel", dict(num_filters=4, upsampling_ratios=[2, 2], codebook_size=8, codebook_dim=8, hidden_size=8, num_lstm_layers=1), ["EncodecFeatureExtractor"]),
    ("vits", "VitsModel", dict(SMALL, spectrogram_bins=8, flow_size=8, ffn_dim=8, upsample_initial_channel=16, upsample_rates=[2, 2], upsample_kernel_sizes=[4, 4], duration_predictor_filter_channels=8, wavenet_dilation_rate=1), []),
    ("speech_to_text", "Speech2TextForConditionalGeneration", dict(CODER, num_conv_layers=1, conv_kernel_sizes=[3], conv_channels=8, input_feat_per_channel=4), ["Speech2TextFeatureExtractor"]),
    ("speecht5", "SpeechT5ForSpeechToText", dict(SOUND, encoder_layers=1, decoder_layers=1, encoder_attention_heads=2, decoder_attention_heads=2, encoder_ffn_dim=8, decoder_ffn_dim=8), ["SpeechT5Processor", "SpeechT5FeatureExtractor", "SpeechT5Tokenizer:sentencepiece"]),
    ("musicgen", "MusicgenForConditionalGeneration", dict(text_encoder=dict(CODER, model_type="t5"), audio_encoder=dict(model_type="encodec", num_filters=4, upsampling_ratios=[2, 2], codebook_size=8, codebook_dim=8, hidden_size=8), decoder=dict(SMALL, ffn_dim=8, num_codebooks=2)), ["MusicgenProcessor", "EncodecFeatureExtractor", "T5Tokenizer:scores"]),
    # Images and text.
    ("siglip", "SiglipModel", parts(text_config={}, vision_config={}), ["SiglipProcessor", "SiglipImageProcessor", "SiglipTokenizer:sentencepiece"]),
    ("blip", "BlipForConditionalGeneration", parts(text_config=dict(encoder_hidden_size=8, projection_dim=8), vision_config={}), ["BlipProcessor", "BlipImageProcessor", "BertTokenizer:pieces"]),
    ("blip_2", "Blip2ForConditionalGeneration", dict(vision_config=SMALL, qformer_config=dict(SMALL, encoder_hidden_size=8), text_config=dict(SMALL, model_type="opt", ffn_dim=8, word_embed_proj_dim=8), num_query_tokens=4, image_token_index=5), ["Blip2Processor", "BlipImageProcessor", "GPT2Tokenizer:bytes"]),
    ("git", "GitForCausalLM", dict(SMALL, vision_config=SMALL), ["GitProcessor", "CLIPImageProcessor", "BertTokenizer:pieces"]),
    ("vilt", "ViltModel", SMALL, ["ViltProcessor", "ViltImageProcessor", "BertTokenizer:pieces"]),
    ("llava", "LlavaForConditionalGeneration", SEEING, ["LlavaProcessor", "CLIPImageProcessor", "LlamaTokenizer:merges"]),
    ("llava_next", "LlavaNextForConditionalGeneration", SEEING, ["LlavaNextProcessor", "LlavaNextImageProcessor", "LlamaTokenizer:merges"]),
    ("paligemma", "PaliGemmaForConditionalGeneration", dict(text_config=dict(SMALL, model_type="gemma"), vision_config=dict(SMALL, model_type="siglip_vision_model"), projection_dim=8), ["SiglipImageProcessor", "GemmaTokenizer:merges"]),
    ("idefics3", "Idefics3ForConditionalGeneration", dict(text_config=dict(SMALL, model_type="llama"), vision_config=SMALL, scale_factor=1), ["Idefics3Processor", "Idefics3ImageProcessor", "TokenizersBackend:words"]),
    ("layoutlmv3", "LayoutLMv3Model", dict(SMALL, coordinate_size=2, shape_size=2, input_size=8), ["LayoutLMv3ImageProcessor", "LayoutLMv3Tokenizer:bytes"]),
    ("trocr", "VisionEncoderDecoderModel", dict(encoder=dict(SMALL, model_type="vit"), decoder=dict(CODER, model_type="trocr")), ["TrOCRProcessor", "ViTImageProcessor", "RobertaTokenizer:bytes"]),
    ("owlvit", "OwlViTForObjectDetection", parts(text_config={}, vision_config={}) | dict(projection_dim=8), ["OwlViTProcessor", "OwlViTImageProcessor", "CLIPTokenizer:bytes"]),
    ("align", "AlignModel", dict(text_config=SMALL, vision_config=dict(width_coefficient=0.1, depth_coefficient=0.1, hidden_dim=32), projection_dim=32), ["AlignProcessor", "EfficientNetImageProcessor", "BertTokenizer:pieces"]),
    ("flava", "FlavaModel", parts(text_config={}, image_config={}, multimodal_config={}), ["FlavaProcessor", "FlavaImageProcessor", "BertTokenizer:pieces"]),
    ("kosmos_2", "Kosmos2ForConditionalGeneration", dict(text_config=dict(SMALL, embed_dim=8, layers=1, ffn_dim=8, attention_heads=2), vision_config=SMALL, latent_query_num=2), ["CLIPImageProcessor", "XLMRobertaTokenizer:scores"]),
    ("mgp_str", "MgpstrForSceneTextRecognition", dict(SMALL, image_size=[8, 8], num_character_labels=8, num_bpe_labels=8, num_wordpiece_labels=8), ["ViTImageProcessor", "MgpstrTokenizer:letters"]),
    # Films, and films and text.
    ("videomae", "VideoMAEModel", dict(SMALL, num_frames=2, tubelet_size=2), ["VideoMAEImageProcessor"]),
    ("vivit", "VivitModel", dict(SMALL, num_frames=2, tubelet_size=[2, 4, 4]), ["VivitImageProcessor"]),
    ("timesformer", "TimesformerModel", dict(SMALL, num_frames=2), ["VideoMAEImageProcessor"]),
    ("vjepa2", "VJEPA2Model", dict(SMALL, crop_size=8, frames_per_clip=2, pred_hidden_size=8, pred_num_attention_heads=2, pred_num_hidden_layers=1), ["VJEPA2VideoProcessor"]),
    ("video_llava", "VideoLlavaForConditionalGeneration", dict(SEEING, image_token_index=5, video_token_index=6), ["VideoLlavaProcessor", "VideoLlavaImageProcessor", "VideoLlavaVideoProcessor", "LlamaTokenizer:merges"]),
    ("llava_next_video", "LlavaNextVideoForConditionalGeneration", dict(SEEING, image_token_index=5, video_token_index=6), ["LlavaNextVideoProcessor", "LlavaNextImageProcessor", "LlavaNextVideoVideoProcessor", "LlamaTokenizer:merges"]),
    ("llava_onevision", "LlavaOnevisionForConditionalGeneration", dict(SEEING, vision_config=dict(SMALL, model_type="siglip_vision_model")), ["LlavaOnevisionProcessor", "LlavaOnevisionImageProcessor", "LlavaOnevisionVideoProcessor", "Qwen2Tokenizer:bytes"]),
    ("instruct_blip_video", "InstructBlipVideoForConditionalGeneration", dict(vision_config=SMALL, qformer_config=dict(SMALL, encoder_hidden_size=8), text_config=dict(SMALL, model_type="opt", ffn_dim=8, word_embed_proj_dim=8), num_query_tokens=2, video_token_index=5), ["InstructBlipVideoProcessor", "InstructBlipVideoVideoProcessor", "GPT2Tokenizer:bytes", "qformer_tokenizer=BertTokenizer:pieces"]),
    ("qwen2_vl", "Qwen2VLForConditionalGeneration", dict(text_config=dict(SMALL, rope_parameters=dict(rope_type="default", rope_theta=10000.0, mrope_section=[1, 1, 0])), vision_config=dict(SMALL, depth=1, embed_dim=8, num_heads=2)), ["Qwen2VLProcessor", "Qwen2VLImageProcessor", "Qwen2VLVideoProcessor", "Qwen2Tokenizer:bytes"]),
    ("smolvlm", "SmolVLMForConditionalGeneration", dict(text_config=dict(SMALL, model_type="llama"), vision_config=SMALL, scale_factor=1), ["SmolVLMImageProcessor", "SmolVLMVideoProcessor", "TokenizersBackend:words"]),
    # Numbers in time, and of games.
    ("patchtst", "PatchTSTForPrediction", dict(num_input_channels=1, context_length=16, patch_length=4, d_model=8, num_attention_heads=2, ffn_dim=8, num_hidden_layers=1, prediction_length=2), []),
    ("informer", "InformerModel", dict(CODER, prediction_length=2, context_length=15, lags_sequence=[1], num_time_features=1), []),
    ("decision_transformer", "DecisionTransformerModel", dict(SMALL, state_dim=8, act_dim=8, n_layer=1, n_head=2), []),
]

# How the weights of some are saved; else in one model.safetensors.
LAYOUTS = dict(
    bart="bin",
    mamba="bin",
    wav2vec2="bin",
    xlm_roberta="bin_shards",
    vit="shards",
    llava="shards",
    jamba="shards",
    gpt2="fp16",
    siglip="fp16",
    videomae="named",
)

# What the processor's part is called, by the end of its class.
PARTS = [("VideoProcessor", "video_processor"), ("ImageProcessor", "image_processor"), ("FeatureExtractor", "feature_extractor"), ("", "tokenizer")]


def class_named(name):
    return getattr(transformers, name)


def configuration_of(model_class, values):
    return model_class.config_class.from_dict(values)


def sentencepiece_model(folder):
    import sentencepiece

    lines = [TEXT, "a small model of few words", string.ascii_lowercase]
    prefix = os.path.join(folder, "made")
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines * 5), model_prefix=prefix, vocab_size=60, hard_vocab_limit=False, pad_id=3, minloglevel=2
    )
    os.remove(prefix + ".vocab")
    os.rename(prefix + ".model", prefix + ".spm")
    return prefix + ".spm"


def tokenizer(folder, name, vocabulary):
    """A tokenizer with a vocabulary of this kind."""
    tokenizer_class = class_named(name)
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    letters = {letter: number for number, letter in enumerate([*special, "|", *string.ascii_lowercase])}
    if vocabulary == "pieces":
        return tokenizer_class(vocab={word: n for n, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *special, *WORDS])})
    if vocabulary == "bytes":
        from tokenizers import pre_tokenizers

        alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
        return tokenizer_class(vocab={word: n for n, word in enumerate([*special, *alphabet, "<|endoftext|>", "th", "the"])}, merges=[("t", "h"), ("th", "e")])
    if vocabulary == "merges":
        return tokenizer_class(vocab=letters | {"▁": 40, "th": 41, "the": 42, "<bos>": 43, "<eos>": 44}, merges=[("t", "h"), ("th", "e")])
    if vocabulary == "scores":
        return tokenizer_class(vocab=[(piece, 0.0) for piece in [*special, "[CLS]", "[SEP]", "[MASK]"]] + [("▁" + word, -3.0) for word in WORDS])
    if vocabulary == "words":
        from tokenizers import Tokenizer, models, pre_tokenizers

        made = Tokenizer(models.WordLevel({word: n for n, word in enumerate([*special, *WORDS])}, unk_token="<unk>"))
        made.pre_tokenizer = pre_tokenizers.Whitespace()
        return tokenizer_class(tokenizer_object=made, unk_token="<unk>", pad_token="<pad>", eos_token="</s>", bos_token="<s>")
    if vocabulary == "letters":
        path = os.path.join(folder, "vocab.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(letters, file)
        return tokenizer_class(path)
    if vocabulary == "sentencepiece":
        path = sentencepiece_model(folder)
        files = {name: path for name in tokenizer_class.vocab_files_names}
        if "source_spm" in files or "spm_file" in files:
            from sentencepiece import SentencePieceProcessor

            pieces = SentencePieceProcessor(model_file=path)
            words = os.path.join(folder, "vocab.json")
            with open(words, "w", encoding="utf-8") as file:
                json.dump({piece: n for n, piece in enumerate(dict.fromkeys(["<s>", "<pad>", "</s>", "<unk>"] + [pieces.id_to_piece(each) for each in range(len(pieces))]))}, file)
            files = {name: path if "spm" in name else words for name in files if "target_vocab" not in name and name != "tokenizer_config_file"}
            files = {("vocab" if name == "vocab" else name): value for name, value in files.items()}
        return tokenizer_class(**files)
    return tokenizer_class()


def save_weights(folder, model, layout):
    if layout == "fp16":
        model.half().save_pretrained(folder, variant="fp16")
        return
    model.save_pretrained(folder, **(dict(max_shard_size=2_000) if layout == "shards" else {}))
    whole = os.path.join(folder, "model.safetensors")
    if layout == "named":
        os.rename(whole, os.path.join(folder, "weights.safetensors"))
        change(os.path.join(folder, "config.json"), transformers_weights="weights.safetensors")
    elif layout in ["bin", "bin_shards"]:
        os.remove(whole)
        weights = model.state_dict()
        shards = ["pytorch_model.bin"] if layout == "bin" else [f"pytorch_model-0000{n}-of-00002.bin" for n in [1, 2]]
        placed = {name: shards[n % len(shards)] for n, name in enumerate(weights)}
        for shard in shards:
            torch.save({name: weights[name] for name in weights if placed[name] == shard}, os.path.join(folder, shard))
        if layout == "bin_shards":
            with open(os.path.join(folder, "pytorch_model.bin.index.json"), "w", encoding="utf-8") as file:
                json.dump({"metadata": {}, "weight_map": placed}, file)


def change(path, **values):
    with open(path, encoding="utf-8") as file:
        content = json.load(file) | values
    with open(path, "w", encoding="utf-8") as file:
        json.dump(content, file)


def save(folder, model_name, configuration, saved, layout=None):
    model_class = class_named(model_name)
    save_weights(folder, model_class(configuration_of(model_class, configuration)), layout)
    processor = processor_of(saved)
    made = {}
    for part in saved[1:] if processor else saved:
        name, _, class_name = part.rpartition("=")
        class_name, colon, vocabulary = class_name.partition(":")
        name = name or next(name for end, name in PARTS if class_name.endswith(end))
        made[name] = tokenizer(folder, class_name, vocabulary) if colon else class_named(class_name)()
    if os.path.exists(os.path.join(folder, "made.spm")):
        os.remove(os.path.join(folder, "made.spm"))
    if processor:
        class_named(processor)(**made).save_pretrained(folder)
    else:
        for part in made.values():
            part.save_pretrained(folder)


def processor_of(saved):
    """The class of a processor of several parts, which comes first; null if there is none."""
    whole = saved and saved[0].endswith("Processor") and not saved[0].endswith("ImageProcessor")
    return saved[0] if whole and len(saved) > 1 else None


def loader_of(saved):
    """The class that a user loads the processor with; null if there is nothing to load."""
    if not saved:
        return None
    first = saved[0].partition(":")[0]
    return "AutoTokenizer" if ":" in saved[0] else first


def digest(*values):
    whole = hashlib.sha256()
    for value in values:
        if isinstance(value, (torch.Tensor, numpy.ndarray)):
            array = value.detach().cpu().float().numpy() if isinstance(value, torch.Tensor) else value
            if not numpy.isfinite(array).all():
                raise AssertionError("the answer is not finite")
            value = f"{array.shape}".encode() + array.tobytes()
        whole.update(value if isinstance(value, bytes) else json.dumps(value, sort_keys=True, default=str).encode())
    return whole.hexdigest()[:16]


def answer_of(part):
    """What tells a processor, or one part of it, from others."""
    if hasattr(part, "batch_decode") and not hasattr(part, "tokenizer"):
        return [part(TEXT)["input_ids"], part.special_tokens_map, part.chat_template, len(part)]
    parts = [answer_of(getattr(part, name)) for name in getattr(part, "attributes", []) + (part.get_attributes() if hasattr(part, "get_attributes") else [])]
    return [parts, str(getattr(part, "chat_template", None)), parts or part.to_dict()]


NUMBERS = torch.arange(7, 15)[None]


def some(*shape):
    return torch.rand(1, *shape, generator=torch.manual_seed(1))


# Inputs that models have, by their names, each with the shapes that are tried.
INPUTS = dict(
    # With places for an image or a film, too.
    input_ids=[NUMBERS, torch.tensor([[5, 5, 5, 5, 7, 8, 9, 10]])],
    pixel_values=[some(3, 8, 8), some(2, 3, 8, 8), some(3, 32, 32), some(3, 64, 64)],
    pixel_values_videos=[some(2, 3, 8, 8)],
    image_embeds_position_mask=[torch.tensor([[1, 1, 0, 0, 0, 0, 0, 0]])],
    qformer_input_ids=[NUMBERS],
    input_values=[some(400), some(1, 400), some(16, 8)],
    input_features=[some(16, 4), some(1, 16, 8), some(4, 16)],
    past_values=[some(16, 1), some(16)],
    past_time_features=[some(16, 1)],
    past_observed_mask=[torch.ones(1, 16)],
    future_values=[some(2)],
    future_time_features=[some(2, 1)],
    states=[some(4, 8)],
    actions=[some(4, 8)],
    rewards=[some(4, 1)],
    returns_to_go=[some(4, 1)],
    timesteps=[torch.arange(4)[None]],
    decoder_input_ids=[NUMBERS[:, :4], NUMBERS.reshape(2, 4)],
)


def run(model):
    """The names of the first inputs that the model takes, most of them first, and what it makes of them."""
    known = [name for name in INPUTS if name in inspect.signature(model.forward).parameters]
    for names in (names for count in range(len(known), 0, -1) for names in itertools.combinations(known, count)):
        for values in itertools.product(*(INPUTS[name] for name in names)):
            torch.manual_seed(1)
            try:
                outputs = model(**dict(zip(names, values)), return_dict=True)
            except Exception:
                continue
            return names, numbers_of(outputs)
    raise AssertionError("the model takes none of the inputs")


def numbers_of(outputs):
    if isinstance(outputs, torch.Tensor):
        return digest(torch.nan_to_num(outputs.float()))
    if isinstance(outputs, dict):
        outputs = list(outputs.values())
    return [numbers_of(each) for each in outputs] if isinstance(outputs, (list, tuple)) else None


def load(name, repository):
    model_name, saved = next((row[1], row[3]) for row in ARCHITECTURES if row[0] == name)
    variant = "fp16" if LAYOUTS.get(name) == "fp16" else None
    model = class_named(model_name).from_pretrained(repository, variant=variant)
    processor = loader_of(saved) and class_named(loader_of(saved)).from_pretrained(repository)
    weights = [value for _, value in sorted(model.state_dict().items())]
    generation = model.generation_config.to_dict() if getattr(model, "generation_config", None) else None
    configuration = {name: value for name, value in model.config.to_dict().items() if name != "_name_or_path"}
    inputs, outputs = run(model.float().eval())
    answer = digest(*weights, configuration, generation, answer_of(processor) if processor else None, outputs)
    return f"{answer} of {' and '.join(inputs)}"
