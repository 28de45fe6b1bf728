"""What a disk may hold when the power goes: read off a trace of every call that changed it.

A write is sure to be there once its file was synced after it, a name once its folder was. Of what was not synced yet
any part may be there: writes one by one, cut off at a multiple of 512 bytes; names up to some moment, in their order,
as file systems with a journal have it. (The ideas are those of ALICE, Pillai et al., OSDI 2014.)
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

SECTOR = 512
CALLS = "pwrite64,write,lseek,ftruncate,fsync,fdatasync,rename,unlink,unlinkat,openat"
_LINE = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) = (-?\d+)(?:<([^>]*)>)?")
_DESCRIPTOR = re.compile(r"^(\d+|AT_FDCWD)<([^>]*)>")
_QUOTED = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')

Kind = Literal["write", "truncate", "sync", "create", "rename", "unlink", "said"]


@dataclass(frozen=True, slots=True)
class Change:
    """One call: on `path`, at `at` (for a truncation the length), with `data`; `to` is where a rename leads."""

    kind: Kind
    path: str = ""
    at: int = 0
    data: bytes = b""
    to: str = ""


def changes(trace: Path, root: Path) -> Iterator[Change]:
    """Those below `root`, and what the process said on standard output, in their order."""
    read = _Trace()
    for line in trace.read_text(encoding="ascii").splitlines():
        found = _LINE.match(line)
        if found is not None and not found[3].startswith("-"):
            change = read.change(found[1], found[2], int(found[3]))
            ours = change is not None and Path(change.path).is_relative_to(root) and not change.path.endswith("-shm")
            if change is not None and (ours or change.kind == "said"):
                yield change


class _Trace:
    """Where each file is written on, by name."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def change(self, call: str, arguments: str, result: int) -> Change | None:
        descriptor = _DESCRIPTOR.match(arguments)
        on = _bytes(descriptor[2]).decode() if descriptor else ""
        words = [_bytes(word) for word in _QUOTED.findall(arguments)]
        numbers = [int(number) for number in re.findall(r", (\d+)", arguments)]
        change = None
        match call:
            case "write" if arguments.startswith("1<"):
                change = Change("said", data=words[0])
            case "pwrite64":
                change = Change("write", on, numbers[-1], words[0][:result])
            case "write":
                change = Change("write", on, self._places.get(on, 0), words[0][:result])
                self._places[on] = change.at + result
            case "lseek":
                self._places[on] = result
            case "ftruncate":
                change = Change("truncate", on, numbers[-1])
            case "fsync" | "fdatasync":
                change = Change("sync", on)
            case "openat" if "O_CREAT" in arguments:
                change = Change("create", words[0].decode())
                self._places[change.path] = 0
            case "unlink" | "unlinkat":
                change = Change("unlink", str(Path(on) / words[0].decode()))
            case "rename":
                change = Change("rename", words[0].decode(), to=words[1].decode())
                self._places[change.to] = self._places.pop(change.path, 0)
        return change


@dataclass
class _File:
    """What was synced, and the changes since."""

    sure: bytearray = field(default_factory=bytearray)
    unsure: list[Change] = field(default_factory=list)

    def sync(self) -> None:
        for change in self.unsure:
            _apply(self.sure, change)
        self.unsure.clear()

    def after(self, chance: random.Random) -> bytes:
        left = bytearray(self.sure)
        keeps = chance.choice((0.0, 0.5, 0.9, 1.0))
        for change in self.unsure:
            if chance.random() < keeps:
                torn = chance.random() < 0.2 and change.kind == "write"
                _apply(left, Change(change.kind, data=_torn(change.data, chance), at=change.at) if torn else change)
        return bytes(left)


class Disk:
    """The files below a folder, by name, as a process changes them."""

    def __init__(self, root: Path) -> None:
        self._sure = {str(path): _File(bytearray(path.read_bytes())) for path in root.rglob("*") if path.is_file()}
        self._now = dict(self._sure)
        self._names: list[Change] = []
        self._files: dict[int, _File] = {}

    def take(self, change: Change) -> None:
        match change.kind:
            case "create" | "rename" | "unlink":
                self._name(self._now, change, len(self._names))
                self._names.append(change)
            case "write" | "truncate":
                self._now[change.path].unsure.append(change)
            case "sync" if change.path in self._now:
                self._now[change.path].sync()
            case "sync" if any(name.startswith(f"{change.path}/") for name in self._now):
                self._settle()

    def after_power_loss(self, chance: random.Random) -> dict[str, bytes]:
        """One of the states that a disk may be in, by name."""
        names = dict(self._sure)
        for at in range(chance.randint(0, len(self._names))):
            self._name(names, self._names[at], at)
        return {name: file.after(chance) for name, file in names.items()}

    def _settle(self) -> None:
        """A journal is in order: what was named before is settled too."""
        for at, change in enumerate(self._names):
            self._name(self._sure, change, at)
        self._names.clear()
        self._files.clear()

    def _name(self, names: dict[str, _File], change: Change, at: int) -> None:
        """The same creation gives the same file, wherever it is told again."""
        if change.kind == "create" and change.path not in names:
            names[change.path] = self._files.setdefault(at, _File())
        elif change.kind == "unlink":
            names.pop(change.path, None)
        elif change.kind == "rename" and change.path in names:
            names[change.to] = names.pop(change.path)


def _apply(content: bytearray, change: Change) -> None:
    if change.kind == "truncate":
        del content[change.at :]
        content.extend(bytes(change.at - len(content)))
    else:
        content.extend(bytes(max(0, change.at - len(content))))
        content[change.at : change.at + len(change.data)] = change.data


def _torn(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(0, len(data) + 1, SECTOR)]


def _bytes(escaped: str) -> bytes:
    return bytes.fromhex(escaped.replace("\\x", ""))
