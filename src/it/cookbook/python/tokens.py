import sys
from huggingface_hub import snapshot_download
from transformers import AutoTokenizer

name = "sentence-transformers/all-MiniLM-L6-v2"
for model in (sys.argv[1], name):
    print("tokens:", AutoTokenizer.from_pretrained(model)("Hello world")["input_ids"])
print("the same folder:", snapshot_download(name, allow_patterns=["tokenizer*.json", "config.json"]) == sys.argv[1])
