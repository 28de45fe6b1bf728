"""What tests of every room share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from companion.demo.sample import samples
from tests.companion_process import CompanionProcess


@pytest.fixture(scope="session")
def companion(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CompanionProcess]:
    """A real companion that has read the first two sample clients. Leave it running and unlocked."""
    process = CompanionProcess(tmp_path_factory.mktemp("eyeline") / "data")
    process.start()
    for sample in samples()[:2]:
        process.bring_in(sample)
    process.wait_until_read()
    yield process
    process.stop()


@pytest.fixture(scope="session")
def caseload() -> Path:
    """The measuring set beside the project; read, never copied."""
    return _shared("caseload")


@pytest.fixture(scope="session")
def public() -> Path:
    """Public data for import tests; read, never copied."""
    return _shared("public")


def _shared(name: str) -> Path:
    import os

    folder = Path(__file__).parents[2] / "shared" / "evaluate" / name
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{folder} is missing and CI is set")
        pytest.skip(f"{folder} is not here")
    return folder
