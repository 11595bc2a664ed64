"""Makes tiny models with the libraries' own means, each in a folder of its own with what real repositories have beside it.

Usage: make_models.py FOLDER; prints a line "made<tab>NAME" for each, or "missing<tab>LIBRARY<tab>REASON" for what cannot be imported.
Of those in a table it prints "row<tab>NAME<tab>PRESET<tab>CLASS OF MODEL<tab>CLASS OF PROCESSOR<tab>VARIANT<tab>LIBRARY", the last four
empty for none; the library is one that is missing and without which the row cannot be made.
"""

import importlib
import json
import os
import shutil
import sys
import tempfile

import architectures
import further_files
import remote_code
import sentence_kinds
import torch
from remote_code import write
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import (
    BertConfig,
    BertModel,
    BertTokenizerFast,
    CLIPConfig,
    CLIPImageProcessor,
    CLIPModel,
    CLIPProcessor,
    CLIPTextConfig,
    CLIPTextModel,
    CLIPTokenizerFast,
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedTokenizerFast,
    T5Config,
    T5ForConditionalGeneration,
    T5TokenizerFast,
    WhisperConfig,
    WhisperFeatureExtractor,
    WhisperForConditionalGeneration,
    WhisperTokenizerFast,
)

SENTENCES = ["a small model of few words", "the quick brown fox jumps over the lazy dog", "hello small world"]
WORDS = sorted({word for sentence in SENTENCES for word in sentence.split()})

# What repositories have besides, which nobody loads with PyTorch; the test's hub stores all but texts as large files.
BESIDES = [
    "README.md",
    ".gitattributes",
    "LICENSE.txt",
    "preview.png",
    "training_args.bin",
    "tf_model.h5",
    "flax_model.msgpack",
    "rust_model.ot",
    "onnx/model.onnx",
    "onnx/config.json",
    "openvino/openvino_model.xml",
    "original/consolidated.00.pth",
    "original/params.json",
    "runs/events.out.tfevents.1",
]

MAKERS = []


def maker(*libraries):
    def add(function):
        MAKERS.append((function, libraries))
        return function

    return add


def add_besides(folder, *more):
    for name in [*BESIDES, *more]:
        if not os.path.exists(os.path.join(folder, name)):
            write(folder, name, "beside " + name)


def change_json(folder, name, change):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        content = json.load(file)
    change(content)
    write(folder, name, json.dumps(content, indent=2))


def bert_config():
    return BertConfig(
        vocab_size=5 + len(WORDS),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=8,
        max_position_embeddings=32,
    )


def save_bert_tokenizer(folder):
    write(folder, "vocab.txt", "\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS]) + "\n")
    BertTokenizerFast.from_pretrained(folder).save_pretrained(folder)
    # As versions before 5 leave it.
    write(folder, "special_tokens_map.json", json.dumps({"cls_token": "[CLS]", "sep_token": "[SEP]"}))
    write(folder, "added_tokens.json", json.dumps({}))


def save_bert(folder):
    model = BertModel(bert_config())
    model.save_pretrained(folder)
    save_bert_tokenizer(folder)
    return model


def save_llama(folder, **how):
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=4 + len(WORDS),
            hidden_size=8,
            num_hidden_layers=2,
            num_attention_heads=2,
            num_key_value_heads=1,
            intermediate_size=8,
            max_position_embeddings=32,
            bos_token_id=0,
            eos_token_id=1,
            pad_token_id=2,
        )
    )
    # Sampling would not come out the same twice, and the weights are random: only the configuration makes it end.
    model.generation_config.max_new_tokens = 4
    model.save_pretrained(folder, **how)
    return model


def save_word_tokenizer(folder, **more):
    vocabulary = {word: number for number, word in enumerate(["<s>", "</s>", "<pad>", "<unk>", *WORDS])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    wrapped = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", pad_token="<pad>", unk_token="<unk>", **more
    )
    wrapped.save_pretrained(folder)


def save_clip_vocabulary(folder):
    suffix = "</w>"
    tokenizer = Tokenizer(models.BPE(unk_token="<|endoftext|>", end_of_word_suffix=suffix))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=400,
        special_tokens=["<|startoftext|>", "<|endoftext|>"],
        end_of_word_suffix=suffix,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )
    tokenizer.train_from_iterator(SENTENCES, trainer)
    tokenizer.model.save(folder)


def clip_text_config():
    return dict(
        vocab_size=500,
        hidden_size=8,
        intermediate_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        max_position_embeddings=32,
        bos_token_id=0,
        eos_token_id=1,
    )


def save_clip(folder):
    vision = dict(
        hidden_size=8, intermediate_size=8, num_hidden_layers=1, num_attention_heads=2, image_size=8, patch_size=4
    )
    CLIPModel(CLIPConfig(text_config=clip_text_config(), vision_config=vision, projection_dim=8)).save_pretrained(folder)
    save_clip_vocabulary(folder)
    images = CLIPImageProcessor(size={"shortest_edge": 8}, crop_size={"height": 8, "width": 8})
    return images, CLIPTokenizerFast.from_pretrained(folder)


@maker()
def bert(folder):
    save_bert(folder)
    add_besides(folder, "pytorch_model.bin")


@maker()
def bert_unnamed_classes(folder):
    bert(folder)


@maker()
def bert_bin(folder):
    model = save_bert(folder)
    os.remove(os.path.join(folder, "model.safetensors"))
    torch.save(model.state_dict(), os.path.join(folder, "pytorch_model.bin"))
    add_besides(folder)


@maker()
def bert_fp16(folder):
    model = save_bert(folder)
    model.half().save_pretrained(folder, variant="fp16")
    add_besides(folder, "pytorch_model.bin", "pytorch_model.fp16.bin")


@maker()
def bert_fp16_shards(folder):
    model = save_bert(folder)
    model.half().save_pretrained(folder, variant="fp16", max_shard_size=1_000)
    add_besides(folder, "pytorch_model.bin")


@maker()
def clip(folder):
    images, tokenizer = save_clip(folder)
    CLIPProcessor(images, tokenizer).save_pretrained(folder)
    add_besides(folder, "pytorch_model.bin")


@maker()
def clip_parts(folder):
    images, tokenizer = save_clip(folder)
    images.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    write(folder, "special_tokens_map.json", json.dumps({"bos_token": "<|startoftext|>"}))
    add_besides(folder, "pytorch_model.bin")


@maker()
def clip_images(folder):
    clip_parts(folder)


@maker()
def t5(folder):
    pieces = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)] + [("▁" + word, -3.0) for word in WORDS]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=2))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.save(os.path.join(folder, "tokenizer.json"))
    T5TokenizerFast.from_pretrained(folder).save_pretrained(folder)
    config = T5Config(
        vocab_size=200, d_model=8, d_kv=4, d_ff=8, num_layers=1, num_heads=2, decoder_start_token_id=0, eos_token_id=1
    )
    model = T5ForConditionalGeneration(config)
    model.generation_config.max_new_tokens = 4
    model.save_pretrained(folder)
    add_besides(folder, "pytorch_model.bin", "spiece.model")


TEMPLATE = "{% for message in messages %}{{ message['content'] }} {% endfor %}"


@maker()
def llama_shards(folder):
    save_word_tokenizer(folder, chat_template=TEMPLATE)
    save_llama(folder, max_shard_size=1_000)
    shards = [name for name in os.listdir(folder) if name.startswith("model-")]
    if len(shards) != 5:
        raise AssertionError(f"five shards were wanted: {shards}")
    copies = [name.replace("model-", "pytorch_model-").replace(".safetensors", ".bin") for name in shards]
    add_besides(folder, "tokenizer.model", "consolidated.safetensors", "pytorch_model.bin.index.json", "params.json", *copies)


@maker()
def chat_templates(folder):
    save_word_tokenizer(folder, chat_template={"default": TEMPLATE, "tool_use": "hello " + TEMPLATE})
    save_llama(folder)
    add_besides(folder, "pytorch_model.bin")


@maker()
def whisper(folder):
    extractor = WhisperFeatureExtractor(feature_size=4, sampling_rate=800, hop_length=8, chunk_length=1, n_fft=16)
    extractor.save_pretrained(folder)
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.train_from_iterator(
        SENTENCES,
        trainers.BpeTrainer(
            vocab_size=400,
            special_tokens=["<|endoftext|>"],
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        ),
    )
    tokenizer.model.save(folder)
    WhisperTokenizerFast.from_pretrained(folder).save_pretrained(folder)
    write(folder, "normalizer.json", json.dumps({"colour": "color"}))
    config = WhisperConfig(
        vocab_size=2_000,
        num_mel_bins=4,
        d_model=8,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=8,
        decoder_ffn_dim=8,
        max_source_positions=50,
        max_target_positions=16,
        pad_token_id=0,
        bos_token_id=0,
        eos_token_id=0,
        decoder_start_token_id=1,
        begin_suppress_tokens=None,
    )
    model = WhisperForConditionalGeneration(config)
    model.generation_config.max_new_tokens = 4
    model.save_pretrained(folder)
    add_besides(folder, "pytorch_model.bin")


CONFIGURATION = """
from transformers import PretrainedConfig


class TinyConfig(PretrainedConfig):
    model_type = "MODEL_TYPE"

    def __init__(self, width=4, **kwargs):
        self.width = width
        super().__init__(**kwargs)
"""

MODELING = """
import torch
from transformers import PreTrainedModel

from .configuration_tiny import TinyConfig
from .layers import (
    TinyLayer,
)


class TinyModel(PreTrainedModel):
    config_class = TinyConfig

    def __init__(self, config):
        super().__init__(config)
        self.layer = TinyLayer(config.width)
        self.post_init()

    def forward(self, numbers):
        return self.layer(numbers)
"""

LAYERS = """
import torch

from .numbers import SCALE


class TinyLayer(torch.nn.Linear):
    def __init__(self, width):
        super().__init__(width, width)

    def forward(self, numbers):
        return super().forward(numbers) * SCALE
"""


def save_code(folder, model_type):
    write(folder, "configuration_tiny.py", CONFIGURATION.replace("MODEL_TYPE", model_type))
    write(folder, "modeling_tiny.py", MODELING)
    write(folder, "layers.py", LAYERS)
    write(folder, "numbers.py", "SCALE = 2.0\n")


def save_code_model(folder, code, model_type, references):
    """Weights and a configuration without code, which is in another folder."""
    save_code(code, model_type)
    sys.path.insert(0, os.path.dirname(code))
    package = os.path.basename(code)
    modeling = importlib.import_module(package + ".modeling_tiny")
    configuration = importlib.import_module(package + ".configuration_tiny")
    modeling.TinyModel(configuration.TinyConfig()).save_pretrained(folder)
    change_json(folder, "config.json", lambda config: config.update(auto_map=references))
    sys.path.pop(0)
    for made in [folder, code]:
        shutil.rmtree(os.path.join(made, "__pycache__"), ignore_errors=True)
        add_besides(made, "convert_weights.py", "tests/test_modeling.py")
    add_besides(folder, "pytorch_model.bin")


@maker()
def custom(folder):
    references = {"AutoConfig": "configuration_tiny.TinyConfig", "AutoModel": "modeling_tiny.TinyModel"}
    save_code_model(folder, folder, "oracle_custom", references)


@maker()
def custom_elsewhere(folder):
    other = folder + "_other"
    os.makedirs(other)
    references = {
        "AutoConfig": "oracle/custom_elsewhere_other--configuration_tiny.TinyConfig",
        "AutoModel": "oracle/custom_elsewhere_other--modeling_tiny.TinyModel",
    }
    save_code_model(folder, other, "oracle_custom_elsewhere", references)


def save_adapter(folder):
    from peft import LoraConfig, get_peft_model

    base = folder + "_base"
    os.makedirs(base)
    save_word_tokenizer(base)
    model = save_llama(base)
    add_besides(base, "pytorch_model.bin")
    lora = LoraConfig(r=2, target_modules=["q_proj"], task_type="CAUSAL_LM", init_lora_weights=False)
    adapted = get_peft_model(model, lora)
    adapted.peft_config["default"].base_model_name_or_path = "oracle/" + os.path.basename(base)
    adapted.save_pretrained(folder)
    add_besides(folder, "adapter_model.bin", "checkpoint-10/adapter_model.safetensors")


@maker("peft")
def adapter(folder):
    save_adapter(folder)


@maker("peft")
def adapter_with_tokenizer(folder):
    save_adapter(folder)
    save_word_tokenizer(folder)


@maker("peft")
def adapter_in_transformers(folder):
    save_adapter(folder)


def sentence_modules(bert_folder):
    from sentence_transformers import models as modules

    word = modules.Transformer(bert_folder)
    pooling = modules.Pooling(8, pooling_mode="mean")
    return [word, pooling, modules.Dense(8, 4), modules.Normalize()]


@maker("sentence_transformers")
def sentences(folder):
    from sentence_transformers import SentenceTransformer

    bert_folder = folder + "_bert"
    os.makedirs(bert_folder)
    save_bert(bert_folder)
    SentenceTransformer(modules=sentence_modules(bert_folder)).save_pretrained(folder)
    shutil.rmtree(bert_folder)
    write(folder, "2_Dense/pytorch_model.bin", "beside")
    add_besides(folder, "pytorch_model.bin")


@maker("sentence_transformers")
def sentences_in_folders(folder):
    sentences(folder)
    own = os.path.join(folder, "0_Transformer")
    os.makedirs(own)
    for name in os.listdir(folder):
        moved = name.startswith(("model", "token", "vocab", "special", "sentence_bert")) or name == "config.json"
        if moved:
            shutil.move(os.path.join(folder, name), os.path.join(own, name))
    add_besides(own, "pytorch_model.bin")

    def change(modules):
        modules[0]["path"] = "0_Transformer"
        for module in modules:
            # As they were called before version 6.
            module["type"] = "sentence_transformers.models." + module["type"].rpartition(".")[2]

    change_json(folder, "modules.json", change)


@maker("sentence_transformers")
def sentences_without_modules(folder):
    bert(folder)


def unet():
    from diffusers import UNet2DModel

    return UNet2DModel(
        sample_size=8,
        in_channels=3,
        out_channels=3,
        layers_per_block=1,
        block_out_channels=(8, 8),
        norm_num_groups=2,
        down_block_types=("DownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "UpBlock2D"),
    )


@maker("diffusers")
def pipeline(folder):
    from diffusers import DDPMPipeline, DDPMScheduler

    DDPMPipeline(unet=unet(), scheduler=DDPMScheduler(num_train_timesteps=10)).save_pretrained(folder)
    add_besides(folder, "unet/diffusion_pytorch_model.bin", "unet/diffusion_flax_model.msgpack", "model.safetensors")


@maker("diffusers")
def pipeline_fp16(folder):
    from diffusers import AutoencoderKL, DDIMScheduler, StableDiffusionPipeline, UNet2DConditionModel

    tokenizer_folder = folder + "_tokenizer"
    os.makedirs(tokenizer_folder)
    save_clip_vocabulary(tokenizer_folder)
    made = StableDiffusionPipeline(
        vae=AutoencoderKL(
            block_out_channels=(8,),
            norm_num_groups=2,
            latent_channels=4,
            sample_size=8,
        ),
        text_encoder=CLIPTextModel(CLIPTextConfig(**clip_text_config())),
        tokenizer=CLIPTokenizerFast.from_pretrained(tokenizer_folder, model_max_length=16),
        unet=UNet2DConditionModel(
            sample_size=8,
            layers_per_block=1,
            block_out_channels=(8, 8),
            norm_num_groups=2,
            cross_attention_dim=8,
            attention_head_dim=2,
            down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
            up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        ),
        scheduler=DDIMScheduler(num_train_timesteps=10, clip_sample=False),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    shutil.rmtree(tokenizer_folder)
    made.save_pretrained(folder)
    made.to(torch.float16).save_pretrained(folder, variant="fp16")
    add_besides(folder, "v1-5-pruned.ckpt", "v1-5-pruned.safetensors", "text_encoder/pytorch_model.bin", "vae_decoder/model.onnx")


# What is imported of them; messages of Transformers have the last word.
LIBRARIES = ["peft", "sentence_transformers", "diffusers", "sentencepiece", "google.protobuf", "torchvision"]


def lacking(error, missing):
    """The missing library that a failure is about; null if it is about none."""
    return next((library for library in missing if library in str(error).lower()), None)


def main(folder):
    missing = {}
    for module in LIBRARIES:
        try:
            importlib.import_module(module)
        except Exception as e:
            library = module.rpartition(".")[2]
            missing[library] = f"{type(e).__name__}: {e}".replace("\n", " ").replace("\t", " ")
            print("missing", library, missing[library], sep="\t")
    torch.manual_seed(1)
    for make, libraries in MAKERS:
        if not missing.keys() & set(libraries):
            made = os.path.join(folder, make.__name__)
            os.makedirs(made)
            make(made)
            print("made", make.__name__, sep="\t")
    for name, (make, _) in {**remote_code.REPOSITORIES, **further_files.REPOSITORIES}.items():
        made = os.path.join(folder, name)
        os.makedirs(made)
        make(made)
        add_besides(made, "pytorch_model.bin", "convert_weights.py", "tests/test_modeling.py")
        print("made", name, sep="\t")
    for name, model, configuration, saved in architectures.ARCHITECTURES:
        layout = architectures.LAYOUTS.get(name)
        made = os.path.join(folder, name)
        os.makedirs(made)
        library = None
        try:
            architectures.save(made, model, configuration, saved, layout)
        except ImportError as e:
            library = lacking(e, missing)
            if library is None:
                raise
            shutil.rmtree(made)
        variant = layout if layout == "fp16" else ""
        print("row", name, "transformers", model, architectures.loader_of(saved) or "", variant, library or "", sep="\t")
    if "sentence_transformers" not in missing:
        for name in sentence_kinds.SENTENCES:
            made = os.path.join(folder, name)
            with tempfile.TemporaryDirectory() as work:
                sentence_kinds.make(name, made, work)
            print("row", name, "sentence-transformers", "", "", "", "", sep="\t")


main(sys.argv[1])
