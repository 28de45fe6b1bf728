"""What a note's sentences mean: places (start, end) as int32 and vectors as float16, one row for a note and a model.

Half of float32's bytes: a cosine differs by less than .001, and only its standing among a client's sentences is used.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sqlcipher3 import dbapi2

from companion.errors import BadRequest, NotFound
from companion.vault.cipher import EncryptedFile

_PLACE, _VECTOR = np.dtype("<i4"), np.dtype("<f2")


@dataclass(frozen=True, slots=True)
class SentenceVectors:
    """`places` are (start, end) in their note; `vectors` has one row for each."""

    places: tuple[tuple[int, int], ...]
    vectors: npt.NDArray[np.float32]


def save(file: EncryptedFile, model: str, note_id: str, found: SentenceVectors) -> None:
    if len(found.places) != len(found.vectors):
        raise BadRequest("Each sentence needs one vector.")
    places = np.array(found.places, _PLACE).tobytes()
    try:
        with file.writing() as connection:
            connection.execute(
                "INSERT INTO sentence_vectors (note_id, model, places, vectors) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (note_id, model) DO UPDATE SET places = excluded.places, vectors = excluded.vectors",
                (note_id, model, places, found.vectors.astype(_VECTOR).tobytes()),
            )
    except dbapi2.IntegrityError:
        raise NotFound("A note that was read is not in this client's file any more.") from None


def load(file: EncryptedFile, model: str) -> dict[str, SentenceVectors]:
    rows = file.rows("SELECT note_id, places, vectors FROM sentence_vectors WHERE model = ?", (model,))
    return {note_id: _found(places, vectors) for note_id, places, vectors in rows}


def _found(places: bytes, vectors: bytes) -> SentenceVectors:
    pairs = np.frombuffer(places, _PLACE).reshape(-1, 2).tolist()
    rows = np.frombuffer(vectors, _VECTOR)
    matrix = rows.reshape(len(pairs), -1) if pairs else rows.reshape(0, 0)
    return SentenceVectors(tuple((start, end) for start, end in pairs), matrix.astype(np.float32))
