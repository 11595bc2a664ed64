"""Prints src/main/resources/io/github/hfmodels/preset/transformers/model-types.txt for the Transformers that is installed.

Needs PyTorch, which tells what generates; run it as: python model_types.py > model-types.txt
"""

import re

import transformers
from transformers.models.auto import (
    configuration_auto,
    feature_extraction_auto,
    image_processing_auto,
    modeling_auto,
    processing_auto,
    tokenization_auto,
    video_processing_auto,
)

# As in ModelClass: what a name tells.
CONCRETE = re.compile(r"(?!Auto(?!former)|Peft)[A-Z]\w*(?:Model|Backbone|For(\w+))$")
OTHER_HEADS = ["ConditionalGeneration", "Vision2Seq", "SpeechToText", "Generation", "Retrieval"]
GENERATING_HEADS = [
    "CausalLM", "ConditionalGeneration", "Generation", "ImageTextToText", "MultimodalLM", "PreTraining", "RNNT",
    "Seq2SeqLM", "SpeechSeq2Seq", "SpeechToText", "TDT", "TextToSpectrogram", "TextToWaveform", "Vision2Seq",
    "VisualQuestionAnswering",
]


def model_class(name):
    try:
        found = getattr(transformers, name)
    except Exception:  # needs what is not installed
        return None
    return found if isinstance(found, type) and issubclass(found, transformers.PreTrainedModel) else None


def generates(name):
    found = model_class(name)
    try:
        return found is not None and bool(found.can_generate())
    except Exception:
        return False


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list, tuple)):
        for element in value.values() if isinstance(value, dict) else value:
            yield from strings(element)


rows = {model_type: set() for model_type in configuration_auto.CONFIG_MAPPING_NAMES}
heads = set(OTHER_HEADS)
for name in dir(modeling_auto):
    mapping = getattr(getattr(modeling_auto, name), "_model_mapping", None)
    if not name.startswith("Auto") or mapping is None:
        continue
    kind = name.removeprefix("Auto").removeprefix("ModelFor")
    heads.update([kind] if name.startswith("AutoModelFor") else [])
    for model_type, classes in mapping._model_mapping.items():
        if model_type in rows:
            star = name == "AutoModel" and any(generates(each) for each in strings(classes))
            rows[model_type].add(kind + ("*" if star else ""))

input_classes = set()
for kind, mapping in {
    "Tokenizer": tokenization_auto.TOKENIZER_MAPPING_NAMES,
    "Processor": processing_auto.PROCESSOR_MAPPING_NAMES,
    "ImageProcessor": image_processing_auto.IMAGE_PROCESSOR_MAPPING_NAMES,
    "FeatureExtractor": feature_extraction_auto.FEATURE_EXTRACTOR_MAPPING_NAMES,
    "VideoProcessor": video_processing_auto.VIDEO_PROCESSOR_MAPPING_NAMES,
}.items():
    for model_type, classes in dict(mapping).items():
        if model_type in rows:
            rows[model_type].add(kind)
        input_classes.update(each.removesuffix("Fast").removesuffix("Pil") for each in strings(classes))

other_classes = []
for name in dir(transformers):
    if model_class(name) is None:
        continue
    match = CONCRETE.match(name)
    told = match and (match.group(1) is None or any(name.endswith("For" + head) for head in heads))
    told_generating = re.search(r"Heads?Model$", name) or any(name.endswith("For" + head) for head in GENERATING_HEADS)
    if generates(name) and not told_generating:
        other_classes.append(name + "*")
    elif not told:
        other_classes.append(name)

print(f"# Transformers {transformers.__version__}: the model types that it knows, and for each the Auto classes that load it, without Auto")
print("# and ModelFor; * is one that generates. The line - holds the classes of tokenizers and processors, the line + those classes")
print("# of models whose names do not tell what they are for. Made by src/test/python/model_types.py.")
for model_type in sorted(rows):
    print(model_type, *sorted(rows[model_type]))
print("-", *sorted(input_classes))
print("+", *other_classes)
