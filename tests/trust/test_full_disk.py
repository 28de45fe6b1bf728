"""A disk that is full, at every size, a file that may not grow, a folder that may not be written: told, nothing lost,
and all goes on when there is room."""

from __future__ import annotations

import resource
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from companion import errors
from companion.vault import Vault
from tests.trust.acknowledged import Acknowledged
from tests.trust.sizes import sizes
from tests.trust.test_faults import ROOT, actor, opened

if TYPE_CHECKING:
    from tests.trust.sizes import Tally

pytestmark = pytest.mark.trust
Place = tuple[Path, str, Path]
ACTS = 30
ROOM = 600 * 1024
"""Bytes: about what the acts would need besides the vault as it is."""


def mounted(*options: str) -> bool:
    return subprocess.run(["mount", *options], capture_output=True, check=False).returncode == 0


@pytest.fixture
def disk(place: Place) -> Iterator[Place]:
    """The vault and its backups on a small disk of their own; its size is set by mounting it anew."""
    root = place[0].parent / "disk"
    root.mkdir()
    if not shutil.which("mount") or not mounted("-t", "tmpfs", "-o", "size=16m", "tmpfs", str(root)):
        pytest.skip("a disk can be mounted by root alone")
    for folder in (place[0], place[2]):
        shutil.copytree(folder, root / folder.name)
    yield root / place[0].name, place[1], root / place[2].name
    subprocess.run(["umount", str(root)], check=True)


def used(disk: Place) -> int:
    return sum(path.stat().st_blocks * 512 for path in disk[0].parent.rglob("*") if path.is_file())


@sizes(short=4, long=100)
def test_a_disk_that_is_full_at_any_size(disk: Place, size: int, tally: Tally) -> None:
    root, wrong, told = str(disk[0].parent), [], 0
    for step in range(size):
        with opened(disk) as vault:
            known = Acknowledged.of(vault)
        assert mounted("-o", f"remount,size={used(disk) + ROOM * step // size}", root)
        done = subprocess.run(actor(disk, step, ACTS), cwd=ROOT, capture_output=True, text=True, check=False)
        lines = done.stdout.splitlines()
        told += any(line.startswith("refused") for line in lines)
        wrong += [f"{step}: {done.stderr.splitlines()[-1]}"] if "Traceback" in done.stderr else []
        known.hear([line for line in lines if not line.startswith("refused")])
        assert mounted("-o", "remount,size=16m", root)
        with opened(disk) as vault:
            wrong += [f"{step}: {one}" for one in known.wrong(vault, disk[2])]
            vault.write_audit("open", None)  # there is room: all goes on
    assert told > size // 3, "it has to be full"
    assert wrong == [], "\n".join(wrong)
    tally(f"a disk full, in steps of {ROOM // size // 1024} KiB ({told} told)", size, len(wrong))


@sizes(short=4, long=60)
def test_a_file_that_may_not_grow(place: Place, size: int, tally: Tally) -> None:
    """A quota: writes past some length of any file fail with EFBIG."""
    wrong, told = [], 0
    for step in range(size):
        with opened(place) as vault:
            known = Acknowledged.of(vault)
        most = 16 * 1024 + 40 * 4096 * step // size

        def limited(most: int = most) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

        command = actor(place, step, ACTS)
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, preexec_fn=limited)
        told += "refused" in done.stdout
        wrong += [f"{step}: {done.stderr.splitlines()[-1]}"] if "Traceback" in done.stderr else []
        known.hear([line for line in done.stdout.splitlines() if not line.startswith("refused")])
        with opened(place) as vault:
            wrong += [f"{step}: {one}" for one in known.wrong(vault, place[2])]
    assert told > size // 3, "it has to be hit"
    assert wrong == [], "\n".join(wrong)
    tally(f"files that may not grow past some length ({told} told)", size, len(wrong))


def test_a_folder_that_may_not_be_written_is_told_and_is_left_as_it_was(disk: Place) -> None:
    root = str(disk[0].parent)
    before = {path: path.read_bytes() for path in disk[0].rglob("*") if path.is_file()}
    assert mounted("-o", "remount,ro", root)
    with pytest.raises(errors.EyelineError, match="Check the folder's permissions"):
        opened(disk)
    assert {path: path.read_bytes() for path in disk[0].rglob("*") if path.is_file()} == before
    assert mounted("-o", "remount,rw", root)
    with opened(disk) as vault:
        assert len(vault.clients()) == 2


def test_a_backup_folder_that_may_not_be_written_is_told(place: Place, disk: Place) -> None:
    with Vault.open(place[0]) as vault:
        vault.unlock_with_recovery_key(place[1])
        assert mounted("-o", "remount,ro", str(disk[0].parent))
        with pytest.raises(errors.EyelineError, match="could not be written"):
            vault.backups.make(disk[2], datetime(2026, 1, 1, tzinfo=UTC))
        assert mounted("-o", "remount,rw", str(disk[0].parent))
        assert vault.backups.make(disk[2], datetime(2026, 1, 1, tzinfo=UTC)).clients == 2
