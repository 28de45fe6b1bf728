"""The process that reads: takes a file's bytes, answers with what it holds, knows nothing else.

Started by pool.py with an empty environment and no open file but its pipes. It ends when its input ends.
"""

from __future__ import annotations

import codecs
import importlib
import io
import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import BinaryIO

from companion.errors import Unreadable
from companion.importers import contents_of, contents_of_set, read_text, whole_contents_of
from companion.parsing.confinement import begin_file, confine, end_file
from companion.parsing.frames import Broken, read_exactly, read_frame, to_json, write_frame

ANSWER_AT_MOST = 16 * 2**20
"""Bytes of one answer: some thousand long notes."""
REQUEST_AT_MOST = 4 * 2**20
"""Bytes of the names of a set's files."""

_LATER = (
    "companion.importers.ccda.document companion.importers.fhir.reading"
    " docx docx.oxml html lxml.etree pypdf pypdf.errors pypdf.filters pypdf._codecs._codecs"
    " pypdf._codecs.core_font_metrics pypdf._text_extraction._layout_mode locale subprocess tempfile unicodedata zlib"
).split()
"""What readers import, or the library itself, when first needed: no file opens later."""
_CODECS = (
    "ascii cp437 cp850 cp852 cp866 cp874 cp932 cp936 cp949 cp950 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256"
    " cp1257 cp1258 idna latin-1 mac_roman utf-8 utf-8-sig utf-16 utf-16-le utf-16-be utf-32"
).split()


_WANTED: dict[str, Callable[[list[tuple[str, bytes]]], object]] = {
    "contents": lambda files: asdict(contents_of(*files[0])),
    "whole": lambda files: asdict(whole_contents_of(*files[0])),
    "set": lambda files: asdict(contents_of_set(files)),
    "text": lambda files: read_text(*files[0]),
}


def main() -> None:
    """Says what is held of it, then answers request after request."""
    said, heard = _own_pipes()
    if hasattr(signal, "SIGINT"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the companion's to hear, and it ends this process
    for name in _LATER:
        importlib.import_module(name)
    for name in _CODECS:
        codecs.lookup(name)
    held = confine()
    write_frame(said, to_json({"held": held}))
    while True:
        try:
            asked = json.loads(read_frame(heard, REQUEST_AT_MOST))
            files = [(str(name), read_exactly(heard, int(size))) for name, size in asked["files"]]
        except Broken:
            return
        begin_file()
        answer = _answer(str(asked["wanted"]), files)
        end_file()
        write_frame(said, answer)


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes, taken away from whatever a library would print or read."""
    said, heard = os.fdopen(os.dup(1), "wb"), os.fdopen(os.dup(0), "rb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    sys.stdout = io.StringIO()
    return said, heard


def _answer(wanted: str, files: list[tuple[str, bytes]]) -> bytes:
    """What a parser raises may hold words of the file, so only its type is told."""
    try:
        answer = to_json({wanted: _WANTED[wanted](files)})
    except Unreadable as error:
        return to_json({"refused": error.say})
    except MemoryError:
        return to_json({"refused": "It takes more than 1 GiB of memory to read, and a note does not. Leave it out."})
    except Exception as error:
        say = f"It could not be read ({type(error).__name__}). Open it, save it again, or leave it out."
        return to_json({"refused": say})
    if len(answer) > ANSWER_AT_MOST:
        return to_json({"refused": f"It holds more than {ANSWER_AT_MOST // 2**20} MiB of words; export it in parts."})
    return answer
