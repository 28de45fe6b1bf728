"""Texts to vectors with a local sentence-transformers model. Imports torch only when it is first asked to work."""

from __future__ import annotations

import copy
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.model import NAME, ModelUnusable, bundled_model, plain_folder, weights_mark

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["Embedder", "ModelUnusable"]

Matrix = npt.NDArray[np.float32]

BATCH = 32
"""Texts embedded together, and at most so many before a query has its turn."""

_PROBE = [
    "Slept badly again and worried about work.",
    "Called her sister on Sunday; they talked for an hour.",
    "No change since last time, homework not done, will try once more this week and report back.",
] * 6


class Embedder:
    """One model, loaded once, shared by all threads.

    `name` identifies the vectors it makes: a vector of another name is not comparable. Loading takes about ten seconds
    (torch and sentence-transformers import slowly); `ready` tells whether it has happened, `load` does it.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._model: SentenceTransformer | None = None
        self._loading = threading.Lock()
        self._turn = threading.Condition()
        self._counting = threading.Lock()
        self._asked = 0
        self._threads = 1
        self.name = NAME if folder is None else f"{folder.name}-{weights_mark(folder)}"
        self.precision = "float32"

    @property
    def ready(self) -> bool:
        return self._model is not None

    def load(self) -> SentenceTransformer:
        """The model, loaded on the first call. Raises ModelUnusable."""
        with self._loading:
            if self._model is None:
                folder = bundled_model() if self._folder is None else plain_folder(self._folder)
                from sentence_transformers import SentenceTransformer
                from transformers.utils import logging

                logging.disable_progress_bar()  # type: ignore[no-untyped-call]
                model = SentenceTransformer(str(folder), device="cpu", local_files_only=True, trust_remote_code=False)
                model.eval()
                self._threads = _use_threads()
                self._model, self.precision = self._fastest(model)
            return self._model

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors, float32, one row a text. Works in batches of texts of like length, and lets every query that
        comes meanwhile go first: a therapist waits for a query, nobody waits for a batch."""
        model = self.load()
        order = sorted(range(len(texts)), key=lambda at: -len(texts[at]))
        made: list[Matrix] = []
        for at in range(0, len(order), BATCH):
            batch = [texts[n] for n in order[at : at + BATCH]]
            with self._turn:
                self._turn.wait_for(lambda: not self._asked)
                _use_threads(self._threads)
                made.append(_unit(model.encode_document(batch, batch_size=BATCH, show_progress_bar=False)))
        rows = np.empty((len(texts), made[0].shape[1] if made else 0), dtype=np.float32)
        if made:
            rows[order] = np.concatenate(made)
        return rows

    def encode_query(self, words: str, *other_words: str) -> Matrix:
        """One unit vector: of the words, and, where the same is said in other words too, half of the way to those. The
        words are not kept. In one thread: a second gains 1 ms of 5 on two idle cores, and where a video call has one
        of them the two wait for each other, measured up to half a second."""
        model = self.load()
        with self._counting:
            self._asked += 1
        with self._turn:
            try:
                _use_threads(1)
                rows = _unit(model.encode_query([words, *other_words], show_progress_bar=False))
            finally:
                with self._counting:
                    self._asked -= 1
                self._turn.notify_all()
        whole = rows[:1] + rows[1:].mean(axis=0, keepdims=True) if other_words else rows
        return np.ascontiguousarray(_unit(whole)[0])

    def _fastest(self, model: SentenceTransformer) -> tuple[SentenceTransformer, str]:
        """bfloat16 where this CPU really has it: at least 1.2 times as fast, and vectors that agree to .999."""
        import torch

        short = copy.deepcopy(model).to(torch.bfloat16)
        seconds, exact = _timed(model)
        seconds_short, rough = _timed(short)
        if seconds_short * 1.2 <= seconds and float((exact * rough).sum(axis=1).min()) > 0.999:
            return short, "bfloat16"
        return model, "float32"


def _use_threads(count: int | None = None) -> int:
    """How many threads torch uses for the work of this thread, from now on if a count is given."""
    import torch

    if count is not None:
        torch.set_num_threads(count)
    return torch.get_num_threads()


def _timed(model: SentenceTransformer) -> tuple[float, Matrix]:
    """Seconds of the best of three runs over the probe, after one to warm up, and its vectors."""
    best, rows = float("inf"), np.empty(0, dtype=np.float32)
    for _ in range(4):
        started = time.perf_counter()
        made = model.encode(_PROBE, batch_size=32, show_progress_bar=False)
        best = min(best, time.perf_counter() - started)
        rows = _unit(made)
    return best, rows


def _unit(rows: npt.ArrayLike) -> Matrix:
    """Rows of length one, made so in float32: lengths computed in bfloat16 are off by up to half a percent."""
    made = np.ascontiguousarray(rows, dtype=np.float32)
    lengths = np.linalg.norm(made, axis=1, keepdims=True)
    return np.asarray(np.divide(made, lengths, out=made, where=lengths > 0), dtype=np.float32)
