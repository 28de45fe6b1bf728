"""Finding past words by meaning. Knows texts, places and vectors; no names, files of ours, HTTP or keys.

The door: `split` cuts texts into passages, an `Embedder` turns texts into vectors, `Vectors` holds one client's
vectors in memory, `Retrieval` ranks them for a question.
"""

import os

# Before anything below imports them: onnxruntime (a dependency of chromadb) and Hugging Face's libraries otherwise
# look up hosts on the network when they are imported (shared reference, stack.md section 2b).
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["ANONYMIZED_TELEMETRY"] = "False"
os.environ["TOKENIZERS_PARALLELISM"] = "false"
# torch makes a cache folder for its compiler in the system's temp folder as soon as it is imported. Nothing is compiled
# here: given a folder that exists, it makes none.
os.environ["TORCHINDUCTOR_CACHE_DIR"] = os.path.dirname(__file__)  # noqa: PTH120 (before pathlib is needed)

from index.embedder import Embedder, ModelUnusable
from index.passages import Document, Passage, blocks, fingerprint, mark_copies, split
from index.retrieval import Question, Results, Retrieval
from index.shelves import OnShelf, Shelf, search_shelves
from index.shorthand import spelled_out
from index.vectors import Vectors, VectorStore
from index.windows import Sentence
from index.words import tokens

__all__ = [
    "Document",
    "Embedder",
    "ModelUnusable",
    "OnShelf",
    "Passage",
    "Question",
    "Results",
    "Retrieval",
    "Sentence",
    "Shelf",
    "VectorStore",
    "Vectors",
    "blocks",
    "fingerprint",
    "mark_copies",
    "search_shelves",
    "spelled_out",
    "split",
    "tokens",
]
