"""What the overview asks of a model of meaning, which it is given and does not know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from companion.overview.reading import Reading
from companion.record import Mention

Matrix = npt.NDArray[np.float32]
Row = npt.NDArray[np.float64]
"""One number for each sentence."""


class Meaning(Protocol):
    """Unit vectors, one row a text: near in meaning is a large product. Nothing leaves the machine."""

    def of(self, places: Sequence[Mention]) -> Matrix:
        """Of a client's sentences; a row of zeros for one that has not been read yet."""
        ...

    def of_ours(self, texts: tuple[str, ...]) -> Matrix:
        """Of texts out of our own data files: worked out once."""
        ...


def to_be_read(reading: Reading) -> tuple[Mention, ...]:
    """The sentences of a note whose meaning may be asked for: all, since a search asks for denials and headers too."""
    return tuple(reading.mention(s.start, s.end) for s in reading.sentences)
