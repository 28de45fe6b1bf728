"""What goes through a worker's pipes: four bytes of length, then JSON of that length; a request's files follow raw."""

from __future__ import annotations

import json
import struct
from typing import BinaryIO

_LENGTH = struct.Struct(">I")


class Broken(Exception):
    """The other side ended, or said something that is no frame."""


def write_frame(pipe: BinaryIO, said: bytes, *raw: bytes) -> None:
    """Raises OSError where the other side has ended."""
    pipe.write(_LENGTH.pack(len(said)))
    for part in (said, *raw):
        pipe.write(part)
    pipe.flush()


def read_frame(pipe: BinaryIO, at_most: int) -> bytes:
    """Raises Broken."""
    (length,) = _LENGTH.unpack(read_exactly(pipe, _LENGTH.size))
    if length > at_most:
        raise Broken("longer than allowed")
    return read_exactly(pipe, length)


def read_exactly(pipe: BinaryIO, length: int) -> bytes:
    """Raises Broken where the pipe ends before."""
    said = pipe.read(length)
    if len(said) != length:
        raise Broken("ended")
    return said


def to_json(said: object) -> bytes:
    return json.dumps(said, separators=(",", ":"), default=str).encode("ascii")
