"""Word match beside meaning: BM25 over one client's passages, in memory."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import re2

_WORD = re2.compile(r"[a-z0-9]+(?:[/'’&-][a-z0-9]+)*")
_SUFFIX = re2.compile(r"(?:'s|’s|ing|ed|es|s)$")

_STOP = frozenset(
    """
    a about after again all also am an and any are as at be because been before being but by can did do does for
    from had has have he her here him his how i if in into is it its just me more most my no not of off on or our
    out over own said she so some such than that the their them then there these they this those through to too
    under until up very was we were what when where which while who whom why will with would you your
    """.split()
)


def tokens(text: str) -> list[str]:
    """Lower-case words without the commonest ones, cut to a crude stem so that "drinks" meets "drinking"."""
    found: list[str] = []
    for match in _WORD.finditer(text.lower()):
        word = match.group(0)
        if word not in _STOP:
            stem = str(_SUFFIX.sub("", word))
            found.append(stem if len(stem) >= 3 else word)
    return found


class Words:
    """BM25 (Robertson's, as bm25s computes it) for a fixed list of texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._count = len(texts)
        self._bm25 = None
        corpus = [tokens(text) or ["\0"] for text in texts]
        if corpus:
            import bm25s

            logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG when it is imported
            self._bm25 = bm25s.BM25(k1=1.2, b=0.75)
            self._bm25.index(corpus, show_progress=False)

    def scores(self, words: str) -> npt.NDArray[np.float32]:
        """One score for each text; zeros where no word is shared."""
        wanted = [t for t in dict.fromkeys(tokens(words)) if self._bm25 and t in self._bm25.vocab_dict]
        if self._bm25 is None or not wanted:
            return np.zeros(self._count, dtype=np.float32)
        return np.asarray(self._bm25.get_scores(wanted), dtype=np.float32)
