"""The best of many scores, without sorting all of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def best_of(scores: npt.NDArray[np.float32], count: int) -> npt.NDArray[np.intp]:
    """The positions of the `count` highest scores, highest first; of equal ones the earlier first."""
    if count < len(scores):
        floor = np.partition(scores, len(scores) - count)[len(scores) - count] if count else np.inf
        chosen = np.flatnonzero(scores >= floor)
    else:
        chosen = np.arange(len(scores))
    return chosen[np.argsort(-scores[chosen], kind="stable")][:count]
