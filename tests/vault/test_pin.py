"""A PIN to come back by: five tries that no kill gives back, nothing without the keyring, nothing from the files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from companion import errors
from companion.vault import Vault, keyring_secret
from companion.vault.keyring_secret import KeyringRefused
from companion.vault.keys import Keys
from tests.vault.keyrings import MemoryKeyring

if TYPE_CHECKING:
    from tests.vault.conftest import Example, Killed, Made

pytestmark = pytest.mark.trust
PIN, WRONG = "25803", "85203"


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> MemoryKeyring:
    backend = MemoryKeyring()
    monkeypatch.setattr(keyring_secret, "_backend", lambda: backend)
    return backend


@pytest.fixture
def chosen(made: Made, example: Example, keyring: MemoryKeyring) -> Made:
    with Vault.open(made.folder) as vault:
        vault.ways_in.pin.choose(example.passphrase, PIN)
    return made


def wrong_tries(vault: Vault, how_many: int) -> str:
    for _ in range(how_many):
        with pytest.raises(errors.WrongPassphrase) as told:
            vault.unlock_with_pin(WRONG)
    return told.value.say


def test_it_opens_and_then_all_tries_are_there_again(chosen: Made) -> None:
    with Vault.open(chosen.folder) as vault:
        assert wrong_tries(vault, 3) == "That is not the PIN. 2 tries are left."
        vault.unlock_with_pin(PIN)
        assert len(vault.clients()) == 2
        assert vault.pin_tries == 5


def test_after_five_tries_the_way_is_gone_and_the_passphrase_opens(
    chosen: Made, example: Example, keyring: MemoryKeyring
) -> None:
    for left in (4, 3, 2, 1, 0):
        with Vault.open(chosen.folder) as vault:  # started anew each time
            assert f"{left} tr" in wrong_tries(vault, 1) or left == 0
            assert vault.pin_tries == left
    assert keyring.stored == {}
    assert "pin" not in json.loads((chosen.folder / "keys.json").read_text())["wraps"]
    with Vault.open(chosen.folder) as vault:
        with pytest.raises(errors.WrongPassphrase, match="No PIN is set"):
            vault.unlock_with_pin(PIN)
        vault.unlock(example.passphrase)


def test_a_kill_gives_no_try_back(chosen: Made, killed_at: Killed) -> None:
    """Whoever kills Eyeline before it says that a PIN was wrong has had that try."""

    def opened() -> Vault:
        return Vault.open(chosen.folder)

    def guess(vault: Vault) -> None:
        with pytest.raises(errors.WrongPassphrase):
            vault.unlock_with_pin(WRONG)

    step = 40
    while killed_at(step, opened, guess):
        with Vault.open(chosen.folder) as vault:
            counted = 5 - vault.pin_tries
            if counted:
                break
        step += 10
    assert counted == 1, "it was counted before it was made"
    for _ in range(4):
        killed_at(step, opened, guess)
    with Vault.open(chosen.folder) as vault, pytest.raises(errors.WrongPassphrase, match="wrong too often"):
        vault.unlock_with_pin(PIN)


def test_a_try_that_cannot_be_counted_is_none(chosen: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_keys: Keys) -> None:
        _keys.take_back()
        raise errors.EyelineError("keys.json could not be written (No space left on device). Nothing was changed.")

    with Vault.open(chosen.folder) as vault:
        with monkeypatch.context() as failing:
            failing.setattr(Keys, "save", full)
            with pytest.raises(errors.EyelineError, match="No space left"):
                vault.unlock_with_pin(PIN)
        assert vault.locked
        assert vault.pin_tries == 5


def test_without_the_keyring_nothing_opens_and_no_try_is_lost(chosen: Made, keyring: MemoryKeyring) -> None:
    keyring.fault = "gone"
    with Vault.open(chosen.folder) as vault:
        with pytest.raises(errors.EyelineError, match="keyring does not answer"):
            vault.unlock_with_pin(PIN)
        assert vault.pin_tries == 5


def test_the_files_and_the_pin_alone_open_nothing(chosen: Made, keyring: MemoryKeyring) -> None:
    keys = Keys.read(chosen.folder)
    for secret in (PIN.encode(), bytes(32) + PIN.encode()):
        with pytest.raises(errors.WrongPassphrase):
            keys.take("pin", secret)
    keyring_secret.keep(keys.vault_id, "pin")
    with Vault.open(chosen.folder) as vault, pytest.raises(errors.WrongPassphrase):
        vault.unlock_with_pin(PIN)


@pytest.mark.parametrize("pin", ["", "123", "1234", "4321", "0000", "123456789", "12a4", "١٢٣٤", "25 80", "2580\n"])
def test_what_is_no_pin_or_anybodys_first_guess_is_not_taken(
    made: Made, example: Example, keyring: MemoryKeyring, pin: str
) -> None:
    with Vault.open(made.folder) as vault:
        with pytest.raises(errors.BadRequest, match="Nothing was changed"):
            vault.ways_in.pin.choose(example.passphrase, pin)
        assert vault.pin_tries == 0
    assert keyring.stored == {}


def test_what_is_no_pin_is_no_try(chosen: Made) -> None:
    with Vault.open(chosen.folder) as vault:
        for pin in ("", "123", "123456789", "12a4"):
            with pytest.raises(errors.BadRequest):
                vault.unlock_with_pin(pin)
        assert vault.pin_tries == 5


@pytest.mark.parametrize("fault", ["raises", "loses", "cuts", "never deletes"])
def test_no_pin_where_no_keyring_can_be_trusted(
    made: Made, example: Example, keyring: MemoryKeyring, fault: str
) -> None:
    keyring.fault, before = fault, (made.folder / "keys.json").read_bytes()
    with Vault.open(made.folder) as vault:
        with pytest.raises(KeyringRefused):
            vault.ways_in.pin.choose(example.passphrase, PIN)
        assert vault.pin_tries == 0
    assert (made.folder / "keys.json").read_bytes() == before


def test_the_passphrase_sets_it_and_nothing_is_needed_to_take_it_away(
    chosen: Made, example: Example, keyring: MemoryKeyring
) -> None:
    with Vault.open(chosen.folder) as vault:
        with pytest.raises(errors.WrongPassphrase):
            vault.ways_in.pin.choose("not the passphrase", PIN)
        vault.unlock_with_pin(PIN)
        vault.lock()
        vault.ways_in.pin.choose(example.passphrase, "97531")
        with pytest.raises(errors.WrongPassphrase):
            vault.unlock_with_pin(PIN)
        vault.ways_in.pin.remove()
        assert keyring.stored == {}
        with pytest.raises(errors.WrongPassphrase, match="No PIN is set"):
            vault.unlock_with_pin("97531")


def test_new_keys_take_the_pin_away(chosen: Made, example: Example) -> None:
    with Vault.open(chosen.folder) as vault:
        vault.renew_keys(example.passphrase)
        assert vault.pin_tries == 0
