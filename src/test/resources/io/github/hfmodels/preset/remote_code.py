"""Repositories that bring code of their own: how each is made, and how it is loaded."""

import json
import os

import torch
from transformers import AutoModel, AutoProcessor, AutoTokenizer

from architectures import SMALL, TEXT, WORDS, change, save

TOKENIZATION = """
from transformers import PreTrainedTokenizer

WORDS = "words_of_ours.txt"
VOCAB_FILES_NAMES = {"words_file": WORDS}


class TinyTokenizer(PreTrainedTokenizer):
    vocab_files_names = VOCAB_FILES_NAMES

    def __init__(self, words_file, **kwargs):
        with open(words_file, encoding="utf-8") as file:
            self.words = file.read().split()
        kwargs.setdefault("unk_token", self.words[0])
        super().__init__(**kwargs)

    @property
    def vocab_size(self):
        return len(self.words)

    def get_vocab(self):
        return {word: number for number, word in enumerate(self.words)}

    def _tokenize(self, text):
        return text.split()

    def _convert_token_to_id(self, token):
        return self.get_vocab().get(token, 0)

    def _convert_id_to_token(self, index):
        return self.words[index]
"""

STATISTICS = """
import json

import torch
from huggingface_hub import hf_hub_download
from transformers import PretrainedConfig, PreTrainedModel
from transformers.utils import cached_file


class TinyConfig(PretrainedConfig):
    model_type = "oracle_statistics"


class TinyModel(PreTrainedModel):
    config_class = TinyConfig

    def __init__(self, config):
        super().__init__(config)
        self.layer = torch.nn.Linear(4, 4)
        self.post_init()

    def forward(self, numbers):
        with open(cached_file(self.name_or_path, "norm_stats.json")) as file:
            mean = json.load(file)["mean"]
        with open(hf_hub_download(self.name_or_path, "statistics/scale.of_ours")) as file:
            scale = float(file.read())
        return self.layer((numbers - mean) / scale)
"""

PROCESSING = """
from transformers import ProcessorMixin


class TinyProcessor(ProcessorMixin):
    def __init__(self, tokenizer=None, prefix=""):
        self.prefix = prefix
        super().__init__(tokenizer)

    def __call__(self, text):
        return self.tokenizer(self.prefix + text)
"""

KNOWN = """
from transformers import BertModel


class DoubledModel(BertModel):
    def forward(self, *args, **kwargs):
        outputs = super().forward(*args, **kwargs)
        outputs.last_hidden_state = 2 * outputs.last_hidden_state
        return outputs
"""

FUTURE = """
from transformers import PretrainedConfig


class TinyConfig(PretrainedConfig):
    model_type = "oracle_2028"

    def __init__(self, width=4, **kwargs):
        self.width = width
        super().__init__(**kwargs)
"""

FUTURE_MODEL = """
import torch
from transformers import PreTrainedModel

from .configuration_oracle_2028 import TinyConfig


class TinyModel(PreTrainedModel):
    config_class = TinyConfig

    def __init__(self, config):
        super().__init__(config)
        self.layer = torch.nn.Linear(config.width, config.width)
        self.post_init()

    def forward(self, numbers):
        return self.layer(numbers)
"""

IN_FOLDER = """
import runpy

from huggingface_hub import hf_hub_download


def scaled(numbers, repository):
    return numbers * runpy.run_path(hf_hub_download(repository, "code/kernels/scale.py"))["SCALE"]
"""


def write(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def write_linear(folder, model_type, **values):
    """What a model of one layer of code saves."""
    from safetensors.torch import save_file

    layer = torch.nn.Linear(4, 4)
    weights = {"layer.weight": layer.weight.detach(), "layer.bias": layer.bias.detach()}
    save_file(weights, os.path.join(folder, "model.safetensors"), metadata={"format": "pt"})
    write(folder, "config.json", json.dumps(dict(model_type=model_type, architectures=["TinyModel"], **values)))


def save_known(folder):
    save(folder, "BertModel", SMALL, ["BertTokenizer:pieces"])


def make_tokenizer(folder):
    save(folder, "BertModel", SMALL, [])
    write(folder, "tokenization_tiny.py", TOKENIZATION)
    write(folder, "words_of_ours.txt", "\n".join(["<unk>", *WORDS]))
    write(
        folder,
        "tokenizer_config.json",
        json.dumps(dict(tokenizer_class="TinyTokenizer", auto_map=dict(AutoTokenizer=["tokenization_tiny.TinyTokenizer", None]))),
    )


def make_statistics(folder):
    write_linear(folder, "oracle_statistics", auto_map=dict(AutoConfig="modeling_tiny.TinyConfig", AutoModel="modeling_tiny.TinyModel"))
    write(folder, "modeling_tiny.py", STATISTICS)
    write(folder, "norm_stats.json", json.dumps(dict(mean=0.5)))
    write(folder, "statistics/scale.of_ours", "0.25")


def make_processor(folder):
    save_known(folder)
    write(folder, "processing_tiny.py", PROCESSING)
    write(
        folder,
        "processor_config.json",
        json.dumps(dict(processor_class="TinyProcessor", prefix="hello ", auto_map=dict(AutoProcessor="processing_tiny.TinyProcessor"))),
    )


def make_known(folder):
    save_known(folder)
    write(folder, "modeling_doubled.py", KNOWN)
    change(os.path.join(folder, "config.json"), auto_map=dict(AutoModel="modeling_doubled.DoubledModel"))


def make_future(folder, named="", code=None, modeling=FUTURE_MODEL):
    """Code is in another folder if it is given, and the configuration names it so."""
    references = dict(AutoConfig=named + "configuration_oracle_2028.TinyConfig", AutoModel=named + "modeling_oracle_2028.TinyModel")
    write_linear(folder, "oracle_2028", width=4, auto_map=references)
    write(code or folder, "configuration_oracle_2028.py", FUTURE)
    write(code or folder, "modeling_oracle_2028.py", modeling)


def make_folder(folder):
    """Modules in a folder, with one that is in a folder below and is found by its path."""
    modeling = FUTURE_MODEL.replace("import torch\n", "import torch\n\nfrom .layers import scaled\n")
    modeling = modeling.replace("self.layer(numbers)", "scaled(self.layer(numbers), self.name_or_path)")
    make_future(folder, "code/", os.path.join(folder, "code"), modeling)
    write(folder, "code/__init__.py", "")
    write(folder, "code/layers.py", IN_FOLDER)
    write(folder, "code/kernels/scale.py", "SCALE = 2.0\n")


def make_folder_elsewhere(folder):
    """Modules in a folder of another repository, which has a model too."""
    other = folder + "_other"
    make_future(folder, f"oracle/{os.path.basename(other)}--code/", os.path.join(other, "code"))
    write_linear(other, "oracle_2028")


def load_tokenizer(repository):
    tokenizer = AutoTokenizer.from_pretrained(repository, trust_remote_code=True)
    return tokenizer(TEXT)["input_ids"], encode(AutoModel.from_pretrained(repository), tokenizer)


def load_layer(repository):
    return AutoModel.from_pretrained(repository, trust_remote_code=True)(torch.ones(1, 4)).tolist()


def load_processor(repository):
    processor = AutoProcessor.from_pretrained(repository, trust_remote_code=True)
    return type(processor).__name__, processor(TEXT)["input_ids"], encode(AutoModel.from_pretrained(repository), processor.tokenizer)


def load_known(repository, trust=None):
    model = AutoModel.from_pretrained(repository, trust_remote_code=trust)
    return type(model).__name__, encode(model, AutoTokenizer.from_pretrained(repository))


def load_known_trusted(repository):
    return load_known(repository, True)


def encode(model, tokenizer):
    return model(input_ids=torch.tensor([tokenizer(TEXT)["input_ids"]])).last_hidden_state.tolist()


# How each is made, and how it is loaded.
REPOSITORIES = dict(
    code_of_tokenizer=(make_tokenizer, load_tokenizer),
    code_with_files=(make_statistics, load_layer),
    code_of_processor=(make_processor, load_processor),
    code_beside_known=(make_known, load_known),
    code_beside_known_trusted=(make_known, load_known_trusted),
    code_of_future=(make_future, load_layer),
    code_in_folder=(make_folder, load_layer),
    code_in_folder_elsewhere=(make_folder_elsewhere, load_layer),
)
