"""The kinds of Sentence Transformers modules that presets are compared on, each at the end or the start of a model of its own."""

import os

import torch

from architectures import SMALL, TEXT, WORDS, save, tokenizer


def word(folder):
    from sentence_transformers.sentence_transformer import modules

    save(folder, "BertModel", SMALL, ["BertTokenizer:pieces"])
    return modules.Transformer(folder)


def masked(folder):
    from sentence_transformers.sparse_encoder import modules

    save(folder, "BertForMaskedLM", SMALL, ["BertTokenizer:pieces"])
    return modules.MLMTransformer(folder)


def judging(folder, class_name="BertForSequenceClassification", task="sequence-classification"):
    """What reads a pair of sentences."""
    from sentence_transformers.sentence_transformer import modules

    save(folder, class_name, dict(SMALL, num_labels=1), ["BertTokenizer:pieces"])
    return modules.Transformer(folder, transformer_task=task)


def telling(folder):
    from sentence_transformers.cross_encoder import modules

    return [judging(folder, "BertLMHeadModel", "text-generation"), modules.LogitScore(10, 11)]


def embeddings(folder):
    from sentence_transformers.sentence_transformer import modules
    from sentence_transformers.sentence_transformer.modules.tokenizer import WhitespaceTokenizer

    words = WhitespaceTokenizer(vocab=WORDS, stop_words=[])
    return modules.WordEmbeddings(words, torch.rand(len(WORDS), 8))


def after(make):
    """The module that is made, between one that reads text and a mean, or after the mean if it works on sentences."""

    def modules_of(folder):
        from sentence_transformers.sentence_transformer import modules

        return make(modules, folder)

    return modules_of


def sparse(make):
    def modules_of(folder):
        from sentence_transformers.sparse_encoder import modules

        return make(modules, folder)

    return modules_of


SENTENCES = {
    "bow": after(lambda m, folder: [m.BoW(WORDS, {"quick": 2.0}), m.Dense(len(WORDS), 4)]),
    "word_embeddings": after(lambda m, folder: [embeddings(folder), m.Pooling(8)]),
    "word_weights": after(lambda m, folder: [embeddings(folder), m.WordWeights(WORDS, {"quick": 2.0}), m.Pooling(8)]),
    "cnn": after(lambda m, folder: [embeddings(folder), m.CNN(8, 8), m.Pooling(24)]),
    "lstm": after(lambda m, folder: [embeddings(folder), m.LSTM(8, 4), m.Pooling(8)]),
    "dropout": after(lambda m, folder: [word(folder), m.Pooling(8), m.Dropout(0.1)]),
    "layer_norm": after(lambda m, folder: [word(folder), m.Pooling(8), m.LayerNorm(8), m.Normalize()]),
    "weighted_layers": after(lambda m, folder: [word(folder), m.WeightedLayerPooling(8, 1, 0), m.Pooling(8)]),
    "static_embedding": after(lambda m, folder: [m.StaticEmbedding(tokenizer(folder, "TokenizersBackend", "words"), embedding_dim=8)]),
    "router": after(
        lambda m, folder: [m.Router.for_query_document([static(m, folder)], [word(folder), m.Pooling(8)], default_route="document")]
    ),
    "clip_sentences": after(lambda m, folder: [clip(m, folder)]),
    "sparse_mlm": sparse(lambda m, folder: [masked(folder), m.SpladePooling()]),
    "sparse_auto_encoder": sparse(lambda m, folder: [word(folder), dense_pooling(), m.SparseAutoEncoder(8, 16, k=4, k_aux=4)]),
    "sparse_static": sparse(lambda m, folder: [static_weights(m, folder)]),
    "cross_encoder": lambda folder: [judging(folder)],
    "cross_encoder_of_words": telling,
    # As versions before 6 leave it.
    "cross_encoder_without_modules": lambda folder: [judging(folder)],
}


def static(modules, folder):
    return modules.StaticEmbedding(tokenizer(folder, "TokenizersBackend", "words"), embedding_dim=8)


def static_weights(modules, folder):
    made = tokenizer(folder, "TokenizersBackend", "words")
    return modules.SparseStaticEmbedding(made, torch.rand(len(made)))


def dense_pooling():
    from sentence_transformers.sentence_transformer import modules

    return modules.Pooling(8)


def clip(modules, folder):
    configuration = dict(text_config=dict(SMALL, max_position_embeddings=64), vision_config=SMALL, projection_dim=8)
    save(folder, "CLIPModel", configuration, ["CLIPProcessor", "CLIPImageProcessor", "CLIPTokenizer:bytes"])
    return modules.CLIPModel(folder)


def encoder_of(name):
    import sentence_transformers

    if name.startswith("sparse"):
        return sentence_transformers.SparseEncoder
    if name.startswith("cross"):
        return sentence_transformers.CrossEncoder
    return sentence_transformers.SentenceTransformer


def make(name, folder, work):
    encoder_of(name)(modules=SENTENCES[name](work), device="cpu").save_pretrained(folder)
    if name.endswith("without_modules"):
        os.remove(os.path.join(folder, "modules.json"))


def load(name, repository):
    encoder = encoder_of(name)(repository, device="cpu")
    made = encoder.predict([(TEXT, "hello small world")]) if name.startswith("cross") else encoder.encode([TEXT])
    return made.to_dense() if isinstance(made, torch.Tensor) else made
