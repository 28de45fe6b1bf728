"""What an engineer would pick instead of `index/`, over the same notes: plain BM25 (bm25s), MiniLM alone by exact
cosine, and txtai, hybrid, with the same model. Each takes passages of about 220 characters."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from companion.recall import FreshRecall, passages_of
from companion.record import Mention, Note
from index import Embedder, Passage
from index.model import bundled_model


class Asked(Protocol):
    """Notes that can be asked for past words, best first."""

    def __call__(self, words: str) -> list[Mention]: ...


@dataclass(frozen=True, slots=True)
class Peer:
    """`build` reads the notes and gives what can be asked."""

    name: str
    build: Callable[[Sequence[Note]], Asked]


def peers(embedder: Embedder) -> list[Peer]:
    """Ours first. Those that are not installed (`pip install -e .[bench]`) are left out and named."""
    found = [Peer("Eyeline", lambda notes: _ours(notes, embedder)), Peer("MiniLM", lambda n: _cosine(n, embedder))]
    for name, build in (("BM25 (bm25s)", _bm25), ("txtai, hybrid", _txtai)):
        try:
            build([])
        except ImportError:
            print(f"{name} is left out: pip install -e .[bench]", flush=True)
        else:
            found.append(Peer(name, build))
    return found


def _ours(notes: Sequence[Note], embedder: Embedder) -> Asked:
    recall = FreshRecall(notes, embedder)
    return lambda words: [echo.mention for echo in recall.answer(words, 10).echoes]


def _cosine(notes: Sequence[Note], embedder: Embedder) -> Asked:
    passages = passages_of(notes)
    rows = embedder.encode_passages([passage.text for passage in passages])
    return lambda words: _mentions(passages, np.argsort(-(rows @ embedder.encode_query(words)))[:10])


def _bm25(notes: Sequence[Note]) -> Asked:
    import bm25s

    logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG when it is imported
    passages = passages_of(notes)
    ranked = bm25s.BM25()
    if passages:
        ranked.index(
            bm25s.tokenize([p.text for p in passages], stopwords="en", show_progress=False), show_progress=False
        )

    def ask(words: str) -> list[Mention]:
        asked = bm25s.tokenize(words, stopwords="en", show_progress=False)
        places, _ = ranked.retrieve(asked, k=min(10, len(passages)), show_progress=False)
        return _mentions(passages, places[0])

    return ask


def _txtai(notes: Sequence[Note]) -> Asked:
    from txtai import Embeddings

    passages = passages_of(notes)
    made: Any = Embeddings(path=str(bundled_model()), hybrid=True, content=False)
    if passages:
        made.index((at, passage.text, None) for at, passage in enumerate(passages))
    return lambda words: _mentions(passages, [at for at, _ in made.search(words, 10)])


def _mentions(passages: Sequence[Passage], places: Sequence[int] | np.typing.NDArray[Any]) -> list[Mention]:
    chosen = [passages[int(at)] for at in places]
    return [Mention(p.document, p.start, p.end, p.text) for p in chosen]
