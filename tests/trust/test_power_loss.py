"""The power goes at any moment: what was acknowledged before is there."""

from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from companion import errors
from tests.trust.acknowledged import Acknowledged
from tests.trust.power_loss import CALLS, Disk, changes
from tests.trust.sizes import sizes
from tests.trust.test_faults import ROOT, actor, opened

if TYPE_CHECKING:
    from tests.trust.sizes import Tally

pytestmark = pytest.mark.trust
ACTS = 40


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not here")
@sizes(short=40, long=1000)
def test_the_power_goes(place: tuple[Path, str, Path], size: int, tally: Tally, tmp_path: Path) -> None:
    chance, trace = random.Random(size), tmp_path / "trace"
    with opened(place) as vault:
        known = Acknowledged.of(vault)
    root = place[0].parent
    before = Disk(root)
    traced = ["strace", "-f", "--seccomp-bpf", "-y", "-xx", "-s", "99999999", "-qq", "-e", f"trace={CALLS}"]
    subprocess.run([*traced, "-o", str(trace), *actor(place, size, ACTS)], cwd=ROOT, check=True, capture_output=True)
    story = list(changes(trace, root))
    moments, wrong = sorted(chance.randrange(len(story)) for _ in range(size)), []
    for at, change in enumerate(story):
        if change.kind == "said":
            known.hear(change.data.decode().splitlines())
        else:
            before.take(change)
        for n in range(moments.count(at)):
            left = tmp_path / f"left-{at}-{n}"
            _write(before.after_power_loss(chance), root, left)
            after = (left / place[0].relative_to(root), place[1], left / place[2].relative_to(root))
            try:
                with opened(after) as vault:
                    wrong += [f"{at}: {one}" for one in known.wrong(vault, after[2])]
            except errors.EyelineError as error:
                wrong.append(f"{at}: {error.say}")
            shutil.rmtree(left)
    assert sum(change.kind == "said" for change in story) == ACTS + 1
    assert wrong == [], "\n".join(wrong)
    tally(f"power lost at some moment of {len(story):,} writes, syncs and renames", size, len(wrong))


def _write(files: dict[str, bytes], root: Path, to: Path) -> None:
    for name, content in files.items():
        path = to / Path(name).relative_to(root)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
