"""Models that read more than their weights and what is at the top of their repository: files of other repositories, folders of tokenizers,
voices, weights of a language, settings of another library. How each is made, and how it is loaded.
"""

import json
import os
import shutil

import architectures
import numpy
import torch
import transformers
from architectures import CODER, NUMBERS, SMALL, TEXT, change, numbers_of, save, tokenizer

IMAGE = numpy.arange(16 * 16 * 3, dtype=numpy.uint8).reshape(16, 16, 3)
SOUND = numpy.sin(numpy.arange(400, dtype=numpy.float32) / 10)


def folder_of(name, end):
    """The folder of a repository that the model needs besides."""
    made = name + end
    os.makedirs(made)
    return made


def tiny(class_name, **configuration):
    model_class = architectures.class_named(class_name)
    return model_class(architectures.configuration_of(model_class, configuration))


def make_oneformer(folder):
    """The names of the classes are in a data set."""
    data = folder_of(folder, "_data")
    with open(os.path.join(data, "classes.json"), "w", encoding="utf-8") as file:
        json.dump({str(n): dict(name=word, isthing=n % 2) for n, word in enumerate(architectures.WORDS)}, file)
    tiny(
        "OneFormerForUniversalSegmentation",
        backbone_config=dict(model_type="swin", embed_dim=8, depths=[1] * 4, num_heads=[2] * 4, window_size=2, image_size=64, out_features=["stage1", "stage2", "stage3", "stage4"]),
        num_queries=2,
        hidden_dim=32,
        conv_dim=32,
        mask_dim=32,
        num_attention_heads=2,
        dim_feedforward=8,
        encoder_feedforward_dim=8,
        encoder_layers=1,
        decoder_layers=2,
        use_task_norm=True,
        task_seq_len=77,
        text_encoder_width=8,
        text_encoder_num_layers=1,
        text_encoder_vocab_size=400,
        text_encoder_n_ctx=2,
    ).save_pretrained(folder)
    images = transformers.OneFormerImageProcessor(repo_path=data, class_info_file="classes.json", num_text=2, size=dict(height=64, width=64))
    transformers.OneFormerProcessor(images, tokenizer(folder, "CLIPTokenizer", "bytes")).save_pretrained(folder)
    change_part(folder, "image_processor", repo_path="oracle/" + os.path.basename(data))


def load_oneformer(repository):
    processor = transformers.OneFormerProcessor.from_pretrained(repository)
    inputs = processor(images=[IMAGE], task_inputs=["semantic"], return_tensors="pt")
    model = transformers.OneFormerForUniversalSegmentation.from_pretrained(repository)
    return processor.image_processor.metadata, numbers_of(model(**inputs))


def change_part(folder, part, **values):
    """Changes what the processor's configuration says of one of its parts."""
    path = os.path.join(folder, "processor_config.json")
    with open(path, encoding="utf-8") as file:
        content = json.load(file)
    change(path, **{part: content[part] | values})


def make_rag(folder):
    """Two tokenizers, in folders."""
    tiny("RagTokenForGeneration", question_encoder=dict(SMALL, model_type="dpr"), generator=dict(CODER, model_type="bart"), vocab_size=400, n_docs=1).save_pretrained(folder)
    transformers.RagTokenizer(tokenizer(folder, "DPRQuestionEncoderTokenizerFast", "pieces"), tokenizer(folder, "BartTokenizer", "bytes")).save_pretrained(folder)


def load_rag(repository):
    model = transformers.RagTokenForGeneration.from_pretrained(repository)
    ids = torch.tensor([load_rag_tokenizer(repository)[1][:16]])
    questions = model.rag.question_encoder(NUMBERS)
    outputs = model(input_ids=NUMBERS, context_input_ids=ids, context_attention_mask=torch.ones_like(ids), doc_scores=torch.ones(1, 1), decoder_input_ids=NUMBERS)
    return ids.tolist(), numbers_of(questions), numbers_of(outputs.logits)


def load_rag_tokenizer(repository):
    loaded = transformers.RagTokenizer.from_pretrained(repository)
    return loaded.question_encoder(TEXT)["input_ids"], loaded.generator(TEXT)["input_ids"]


def make_mms(folder):
    """Weights of a language, which a program asks for."""
    from safetensors.torch import save_file

    model = tiny("Wav2Vec2ForCTC", **architectures.SOUND, adapter_attn_dim=4)
    words = {language: {letter: n for n, letter in enumerate(["<pad>", "<s>", "</s>", "<unk>", "|", *letters])} for language, letters in dict(eng="abc", fra="xyz").items()}
    model.save_pretrained(folder)
    for language in ["eng", "fra"]:
        weights = {name: torch.rand_like(value[: len(words[language])] if name.startswith("lm_head") else value) for name, value in model._get_adapters().items()}
        save_file(weights, os.path.join(folder, f"adapter.{language}.safetensors"), metadata=dict(format="pt"))
        torch.save(weights, os.path.join(folder, f"adapter.{language}.bin"))
    path = os.path.join(folder, "vocab.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(words, file)
    extractor = transformers.Wav2Vec2FeatureExtractor()
    transformers.Wav2Vec2Processor(extractor, transformers.Wav2Vec2CTCTokenizer(path, target_lang="eng")).save_pretrained(folder)


def load_mms(repository):
    processor = transformers.AutoProcessor.from_pretrained(repository)
    processor.tokenizer.set_target_lang("fra")
    model = transformers.Wav2Vec2ForCTC.from_pretrained(repository, target_lang="fra", ignore_mismatched_sizes=True)
    inputs = processor(SOUND, sampling_rate=16_000, return_tensors="pt")
    logits = model(**inputs).logits
    return processor.batch_decode(logits.argmax(-1)), numbers_of(logits)


def make_bark(folder):
    """Voices, in a folder, which a table of paths names."""
    part = dict(block_size=32, input_vocab_size=400, output_vocab_size=400, num_layers=1, num_heads=2, hidden_size=8)
    codec = dict(model_type="encodec", num_filters=4, upsampling_ratios=[2, 2], codebook_size=8, codebook_dim=8, hidden_size=8)
    tiny("BarkModel", semantic_config=part, coarse_acoustics_config=part, fine_acoustics_config=part, codec_config=codec).save_pretrained(folder)
    voices = folder_of(folder, "_voices")
    paths = dict(repo_or_path=voices)
    for voice in ["v2/en_speaker_1", "v2/de_speaker_2"]:
        paths[voice] = {}
        for key, rank in dict(semantic_prompt=1, coarse_prompt=2, fine_prompt=2).items():
            paths[voice][key] = f"{voice}_{key}.npy"
            os.makedirs(os.path.dirname(os.path.join(voices, voice)), exist_ok=True)
            numpy.save(os.path.join(voices, paths[voice][key]), numpy.random.randint(0, 8, [4] * rank))
    transformers.BarkProcessor(tokenizer(folder, "BertTokenizer", "pieces"), paths).save_pretrained(folder)
    shutil.rmtree(voices)


def load_bark(repository):
    processor = transformers.AutoProcessor.from_pretrained(repository)
    inputs = [processor(TEXT, voice_preset=voice, max_length=16) for voice in ["v2/en_speaker_1", "v2/de_speaker_2"]]
    voices = [{key: value.tolist() for key, value in each["history_prompt"].items()} for each in inputs]
    model = transformers.BarkModel.from_pretrained(repository)
    outputs = [model.semantic(inputs[0]["input_ids"]), model.coarse_acoustics(NUMBERS), model.codec_model.decode(NUMBERS[None, None] % 8, [None])]
    return inputs[0]["input_ids"].tolist(), voices, [numbers_of(each) for each in outputs]


def make_dia(folder):
    """A processor that turns sound into tokens with a model in another repository."""
    other = folder_of(folder, "_other")
    tiny("DacModel", encoder_hidden_size=8, downsampling_ratios=[2, 2], decoder_hidden_size=8, n_codebooks=2, codebook_size=8, codebook_dim=4, hidden_size=32).save_pretrained(other)
    transformers.DacFeatureExtractor().save_pretrained(other)
    part = dict(SMALL, num_key_value_heads=2, cross_num_attention_heads=2, cross_num_key_value_heads=2, cross_head_dim=4, cross_hidden_size=8, num_channels=2)
    tiny("DiaForConditionalGeneration", encoder_config=part, decoder_config=part, delay_pattern=[0, 1]).save_pretrained(folder)
    audio = transformers.DacModel.from_pretrained(other)
    transformers.DiaProcessor(transformers.DiaFeatureExtractor(hop_length=4), transformers.DiaTokenizer(), audio).save_pretrained(folder)
    change_part(folder, "audio_tokenizer", audio_tokenizer_name_or_path="oracle/" + os.path.basename(other))


def load_dia(repository):
    processor = transformers.AutoProcessor.from_pretrained(repository)
    sound = processor.audio_tokenizer.encode(torch.tensor(SOUND)[None, None])
    inputs = processor(text=[TEXT], padding=True, return_tensors="pt")
    model = transformers.DiaForConditionalGeneration.from_pretrained(repository)
    outputs = model(input_ids=inputs["input_ids"], decoder_input_ids=NUMBERS[:, :4, None].repeat(1, 1, 2))
    return sound.audio_codes.tolist(), inputs["input_ids"].tolist(), numbers_of(outputs)


def make_colbert(folder):
    """A checkpoint of ColBERT: a class and settings of a library of its own."""

    class HF_ColBERT(transformers.BertPreTrainedModel):
        def __init__(self, config):
            super().__init__(config)
            self.bert = transformers.BertModel(config, add_pooling_layer=False)
            self.linear = torch.nn.Linear(8, 4, bias=False)
            self.post_init()

    HF_ColBERT(architectures.configuration_of(transformers.BertModel, SMALL)).save_pretrained(folder)
    tokenizer(folder, "BertTokenizer", "pieces").save_pretrained(folder)
    with open(os.path.join(folder, "artifact.metadata"), "w", encoding="utf-8") as file:
        json.dump(dict(query_token_id="quick", doc_token_id="fox", query_maxlen=12, doc_maxlen=24, attend_to_mask_tokens=True), file)


def load_colbert(repository):
    from sentence_transformers import MultiVectorEncoder

    model = MultiVectorEncoder(repository, device="cpu")
    return model.prompts, [numbers_of(torch.as_tensor(each)) for each in [model.encode_query(TEXT), model.encode_document(TEXT)]]


def load_colbert_itself(repository):
    """As its own library does."""
    from huggingface_hub import hf_hub_download

    with open(hf_hub_download(repository, "artifact.metadata"), encoding="utf-8") as file:
        settings = json.load(file)
    inputs = transformers.AutoTokenizer.from_pretrained(repository)(TEXT, return_tensors="pt")
    return settings, numbers_of(transformers.AutoModel.from_pretrained(repository, add_pooling_layer=False)(**inputs))


# How each is made, and how it is loaded.
REPOSITORIES = dict(
    oneformer=(make_oneformer, load_oneformer),
    rag=(make_rag, load_rag),
    rag_tokenizer=(make_rag, load_rag_tokenizer),
    mms=(make_mms, load_mms),
    bark=(make_bark, load_bark),
    dia=(make_dia, load_dia),
    colbert=(make_colbert, load_colbert),
    colbert_itself=(make_colbert, load_colbert_itself),
)
