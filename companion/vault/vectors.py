"""Vectors in a client's file: float32, little-endian, one BLOB for each passage and model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sqlcipher3 import dbapi2

from companion.errors import BadRequest, NotFound
from companion.vault.cipher import EncryptedFile

_FLOAT = np.dtype("<f4")


def save(file: EncryptedFile, model: str, rows: Sequence[tuple[int, bytes]]) -> None:
    """All of `rows` (passage id, vector) or none. A vector that is there already is replaced."""
    sizes = {len(vector) for _, vector in rows}
    if not rows:
        return
    if len(sizes) != 1 or 0 in sizes or any(size % _FLOAT.itemsize for size in sizes):
        raise BadRequest("Vectors of one model must all have the same number of float32 values.")
    try:
        with file.writing() as connection:
            connection.execute("INSERT INTO models (name, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING", (model, *sizes))
            number, size = connection.execute("SELECT id, bytes FROM models WHERE name = ?", (model,)).fetchone()
            if {size} != sizes:
                raise BadRequest("This model's vectors had another length before. Embed them under another model name.")
            connection.executemany(
                "INSERT INTO vectors (model, passage_id, vector) VALUES (?, ?, ?)"
                " ON CONFLICT (passage_id, model) DO UPDATE SET vector = excluded.vector",
                [(number, passage_id, vector) for passage_id, vector in rows],
            )
    except dbapi2.IntegrityError:
        raise NotFound("A passage that was embedded is not in this client's file any more.") from None


def load(file: EncryptedFile, model: str) -> tuple[list[int], npt.NDArray[np.float32]]:
    """Passage ids, ascending, and the matrix (n, d) with one row for each; (0, 0) if the model has none."""
    rows = file.rows(
        "SELECT passage_id, vector FROM vectors WHERE model = (SELECT id FROM models WHERE name = ?)"
        " ORDER BY passage_id",
        (model,),
    )
    if not rows:
        return [], np.zeros((0, 0), np.float32)
    matrix = np.frombuffer(b"".join(vector for _, vector in rows), _FLOAT).reshape(len(rows), -1)
    return [passage_id for passage_id, _ in rows], matrix.astype(np.float32, copy=False)


def forget_reading(file: EncryptedFile) -> None:
    """All that was made of the notes goes, of every model. Read again, it is made anew."""
    with file.writing() as connection:
        for made in ("vectors", "sentence_vectors", "overview", "models"):
            connection.execute(f"DELETE FROM {made}")  # noqa: S608 (four names of ours)
    file.checkpoint()
