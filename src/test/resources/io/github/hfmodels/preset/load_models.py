"""Loads models as users do, and prints what each answers to a fixed input.

Usage: load_models.py NAME...; a name may be followed by a tab and the path to load it from. It prints a line "NAME<tab>loaded<tab>ANSWER" or "NAME<tab>failed<tab>REASON" for each.
"""

import hashlib
import sys

import architectures
import further_files
import numpy
import remote_code
import sentence_kinds
import torch
from further_files import IMAGE, SOUND
from transformers import (
    AutoImageProcessor,
    AutoModel,
    AutoModelForCausalLM,
    AutoModelForSeq2SeqLM,
    AutoProcessor,
    AutoTokenizer,
    CLIPModel,
    CLIPProcessor,
    CLIPVisionModel,
    WhisperForConditionalGeneration,
    WhisperProcessor,
)

TEXT = "the quick brown fox jumps over hello small world"


def digest(values):
    """Tells any other numbers apart, and what is no number at all."""
    array = values.detach().cpu().numpy() if isinstance(values, torch.Tensor) else numpy.asarray(values)
    if not numpy.isfinite(array).all():
        raise AssertionError("the answer is not finite")
    return f"{array.dtype}{list(array.shape)} {hashlib.sha256(array.tobytes()).hexdigest()[:16]}"


def encode(name, model=None, tokenizer=None):
    model = model or AutoModel.from_pretrained("oracle/" + name)
    tokenizer = tokenizer or AutoTokenizer.from_pretrained("oracle/" + name)
    inputs = tokenizer(TEXT, return_tensors="pt")
    return f"{inputs['input_ids'].tolist()} {digest(model(**inputs).last_hidden_state)}"


def generate(model, tokenizer):
    inputs = tokenizer(TEXT, return_tensors="pt")
    made = model.generate(input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"])
    return f"{made.tolist()} {tokenizer.batch_decode(made)}"


def bert(name):
    return encode(name)


def bert_unnamed_classes(name):
    return encode(name, tokenizer=AutoProcessor.from_pretrained("oracle/" + name))


def bert_bin(name):
    return encode(name)


def bert_fp16(name):
    return encode(name, AutoModel.from_pretrained("oracle/" + name, variant="fp16"))


def bert_fp16_shards(name):
    return bert_fp16(name)


def clip(name, processor_class=CLIPProcessor):
    processor = processor_class.from_pretrained("oracle/" + name)
    inputs = processor(text=[TEXT], images=[IMAGE], return_tensors="pt")
    outputs = CLIPModel.from_pretrained("oracle/" + name)(**inputs)
    return digest(outputs.text_embeds) + digest(outputs.image_embeds)


def clip_parts(name):
    return clip(name, AutoProcessor)


def clip_images(name):
    inputs = AutoImageProcessor.from_pretrained("oracle/" + name)(images=[IMAGE], return_tensors="pt")
    return digest(CLIPVisionModel.from_pretrained("oracle/" + name)(**inputs).last_hidden_state)


def t5(name):
    model = AutoModelForSeq2SeqLM.from_pretrained("oracle/" + name)
    return generate(model, AutoTokenizer.from_pretrained("oracle/" + name))


def llama_shards(name):
    tokenizer = AutoTokenizer.from_pretrained("oracle/" + name)
    text = tokenizer.apply_chat_template([{"role": "user", "content": TEXT}], tokenize=False)
    return f"{text} {generate(AutoModelForCausalLM.from_pretrained('oracle/' + name), tokenizer)}"


def chat_templates(name):
    tokenizer = AutoTokenizer.from_pretrained("oracle/" + name)
    messages = [{"role": "user", "content": TEXT}]
    texts = [tokenizer.apply_chat_template(messages, tokenize=False, chat_template=each) for each in [None, "tool_use"]]
    return f"{texts} {generate(AutoModelForCausalLM.from_pretrained('oracle/' + name), tokenizer)}"


def whisper(name):
    processor = WhisperProcessor.from_pretrained("oracle/" + name)
    inputs = processor(SOUND, sampling_rate=800, return_tensors="pt")
    made = WhisperForConditionalGeneration.from_pretrained("oracle/" + name).generate(inputs["input_features"])
    spelling = processor.tokenizer.normalize("the colour of words")
    return f"{made.tolist()} {processor.batch_decode(made)} {spelling}"


def custom(name):
    model = AutoModel.from_pretrained("oracle/" + name, trust_remote_code=True)
    return digest(model(torch.ones(1, 4)))


def custom_elsewhere(name):
    return custom(name)


def custom_untrusted(name):
    return digest(AutoModel.from_pretrained("oracle/custom", trust_remote_code=False)(torch.ones(1, 4)))


def adapter(name, tokenizer_suffix="_base"):
    from peft import AutoPeftModelForCausalLM

    model = AutoPeftModelForCausalLM.from_pretrained("oracle/" + name)
    return generate(model, AutoTokenizer.from_pretrained("oracle/" + name + tokenizer_suffix))


def adapter_with_tokenizer(name):
    return adapter(name, "")


def adapter_in_transformers(name):
    model = AutoModelForCausalLM.from_pretrained("oracle/" + name)
    return generate(model, AutoTokenizer.from_pretrained("oracle/" + name + "_base"))


def sentences(name):
    from sentence_transformers import SentenceTransformer

    return digest(SentenceTransformer("oracle/" + name, device="cpu").encode([TEXT]))


def sentences_in_folders(name):
    return sentences(name)


def sentences_without_modules(name):
    return sentences(name)


def pipeline(name):
    from diffusers import DiffusionPipeline

    loaded = DiffusionPipeline.from_pretrained("oracle/" + name)
    loaded.set_progress_bar_config(disable=True)
    made = loaded(generator=torch.manual_seed(1), num_inference_steps=2, output_type="np")
    return digest(made.images)


def pipeline_fp16(name):
    from diffusers import DiffusionPipeline

    loaded = DiffusionPipeline.from_pretrained("oracle/" + name, variant="fp16", torch_dtype=torch.float32)
    loaded.set_progress_bar_config(disable=True)
    made = loaded(TEXT, generator=torch.manual_seed(1), num_inference_steps=2, output_type="np", height=8, width=8)
    return digest(made.images)


def load(name, repository):
    if name in globals():
        return globals()[name](name)
    if name in sentence_kinds.SENTENCES:
        return digest(sentence_kinds.load(name, repository))
    for table in [remote_code.REPOSITORIES, further_files.REPOSITORIES]:
        if name in table:
            return table[name][1](repository)
    return architectures.load(name, repository)


def main(names):
    torch.set_num_threads(1)
    for argument in names:
        name, _, path = argument.partition("\t")
        # Weights that are not loaded are random, and must not come out equal every time.
        torch.seed()
        try:
            with torch.no_grad():
                print(name, "loaded", load(name, path or "oracle/" + name), sep="\t")
        except Exception as e:
            print(name, "failed", f"{type(e).__name__}: {e}".replace("\n", " ").replace("\t", " "), sep="\t")


main(sys.argv[1:])
