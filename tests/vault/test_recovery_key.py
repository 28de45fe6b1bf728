"""The recovery key as it is printed, copied by hand, and typed."""

from __future__ import annotations

import pytest

from companion.errors import WrongPassphrase
from companion.vault.recovery_key import _LETTERS, new_secret, to_secret, to_words

pytestmark = pytest.mark.trust


def test_it_comes_back_from_paper_in_any_dress() -> None:
    for _ in range(200):
        secret = new_secret()
        words = to_words(secret)
        assert len(secret) == 20
        assert [len(group) for group in words.split("-")] == [5] * 8
        untidy = f"  {words.lower().replace('-', ' ')}\n".replace("0", "o").replace("1", "l")
        assert to_secret(words) == to_secret(untidy) == secret


def test_every_wrong_letter_is_found() -> None:
    words = to_words(bytes(range(20))).replace("-", "")
    for at, right in enumerate(words):
        for wrong in set(_LETTERS) - {right}:
            with pytest.raises(WrongPassphrase, match="not right"):
                to_secret(words[:at] + wrong + words[at + 1 :])


def test_every_swap_of_neighbours_is_found() -> None:
    words = to_words(new_secret()).replace("-", "")
    for at in range(39):
        if words[at] != words[at + 1]:
            with pytest.raises(WrongPassphrase, match="not right"):
                to_secret(words[:at] + words[at + 1] + words[at] + words[at + 2 :])


@pytest.mark.parametrize("words", ["", "AAAAA", "A" * 39, "A" * 41, "U" * 40, "é" * 40, "😀" * 40])
def test_what_is_not_a_recovery_key_is_told_so(words: str) -> None:
    with pytest.raises(WrongPassphrase, match="eight groups"):
        to_secret(words)
