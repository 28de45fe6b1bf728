"""The tally of each suite, for the table at the end, and the vault that they do things to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from companion.vault import Vault
from tests.service.conftest import service
from tests.trust.sizes import Tally

__all__ = ["place", "service", "tally"]


@pytest.fixture
def tally(record_property: Callable[[str, object], None]) -> Tally:
    """Says what was tried, and fails where anything of it was lost, let in or wrong."""

    def say(what: str, tried: int, wrong: int) -> None:
        record_property("trust", f"{what.ljust(72)} {tried:>8,} {wrong:>6}")
        assert wrong == 0, what

    return say


@pytest.fixture
def place(tmp_path: Path) -> tuple[Path, str, Path]:
    """A vault of two clients, its recovery key, and a folder for backups."""
    vault, recovery = Vault.create(tmp_path / "vault", "four words are good")
    with vault:
        for name in ("Ada", "Bea"):
            vault.add_client(name=name)
    (tmp_path / "backups").mkdir()
    return tmp_path / "vault", recovery, tmp_path / "backups"
