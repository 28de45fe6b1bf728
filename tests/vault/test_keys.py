"""`keys.json`: what is damaged, weakened, inflated or moved is refused, and told apart from a wrong passphrase."""

from __future__ import annotations

import json
import secrets
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from companion import errors
from companion.vault import Vault, keys
from companion.vault.keys import Keys, Wrap

if TYPE_CHECKING:
    from tests.vault.conftest import Example, Made

pytestmark = pytest.mark.trust


def _edited(made: Made, kind: str, **kdf: Any) -> None:
    """Change a wrap's parameters as a careful attacker would: with the plain check made right again."""
    path = made.folder / "keys.json"
    content = json.loads(path.read_bytes())
    wrap = content["wraps"][kind]
    wrap["kdf"].update(kdf)
    wrap["check"] = keys._check(content["vault_id"], kind, Wrap(**wrap))  # type: ignore[arg-type]
    path.write_text(json.dumps(content))


def _no_hashing(*_: object, **__: object) -> bytes:
    raise AssertionError("the passphrase was put into a key function")


@pytest.mark.parametrize(
    "kdf",
    [
        {"memory_kib": 64 * 1024 - 1},
        {"memory_kib": 8},
        {"memory_kib": 100 * 1024 * 1024},
        {"memory_kib": -1},
        {"memory_kib": 65536.0},
        {"memory_kib": "65536"},
        {"memory_kib": True},
        {"passes": 2},
        {"passes": 1_000_000},
        {"lanes": 0},
        {"lanes": 1_000},
        {"version": 16},
        {"name": "argon2i"},
        {"name": "hkdf-sha256"},
        {"surprise": 1},
    ],
)
def test_parameters_out_of_bounds_are_refused_before_use(
    made: Made, example: Example, kdf: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    _edited(made, "passphrase", **kdf)
    monkeypatch.setattr(keys, "_wrapping_key", _no_hashing)
    with Vault.open(made.folder) as vault, pytest.raises(errors.Damaged):
        vault.unlock(example.passphrase)


def test_a_recovery_wrap_takes_no_parameters_but_its_own(made: Made) -> None:
    _edited(made, "recovery", memory_kib=65536)
    with Vault.open(made.folder) as vault, pytest.raises(errors.Damaged):
        vault.unlock_with_recovery_key(made.recovery)


def test_allowed_but_changed_parameters_open_nothing(made: Made, example: Example) -> None:
    _edited(made, "passphrase", passes=4)
    with Vault.open(made.folder) as vault, pytest.raises(errors.WrongPassphrase):
        vault.unlock(example.passphrase)


def test_no_flipped_byte_of_the_file_goes_unnoticed(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte in turn: `Damaged` is said, or the byte lies in the other wrap and the recovery key still opens."""
    path = made.folder / "keys.json"
    sound = path.read_bytes()
    key = Keys.read(made.folder).take("recovery", _secret(made))
    opened = damaged = 0
    for at in range(len(sound)):
        broken = bytearray(sound)
        broken[at] ^= 1
        path.write_bytes(broken)
        try:
            assert Keys.read(made.folder).take("recovery", _secret(made)) == key
            opened += 1
        except errors.Damaged:
            damaged += 1
        except errors.WrongPassphrase as error:
            # The name of the wrap itself was hit: there is no recovery wrap any more.
            assert "cannot be opened that way" in error.say
            damaged += 1
    assert damaged > 300
    assert opened > 200


def test_a_damaged_wrap_leaves_the_other_way_in(made: Made, example: Example) -> None:
    path = made.folder / "keys.json"
    content = json.loads(path.read_bytes())
    content["wraps"]["passphrase"]["sealed"] = "00" * 48
    path.write_text(json.dumps(content))
    with Vault.open(made.folder) as vault:
        with pytest.raises(errors.Damaged):
            vault.unlock(example.passphrase)
        vault.unlock_with_recovery_key(made.recovery)


def test_a_wrap_moved_from_another_vault_opens_nothing(made: Made, tmp_path: Path, example: Example) -> None:
    """Same passphrase, both files genuine: without the vault's id in the wrap it would open."""
    other, _ = Vault.create(tmp_path / "other", example.passphrase)
    other.close()
    theirs, ours = (json.loads((folder / "keys.json").read_bytes()) for folder in (other._folder, made.folder))
    ours["wraps"]["passphrase"] = theirs["wraps"]["passphrase"]
    (made.folder / "keys.json").write_text(json.dumps(ours))
    with Vault.open(made.folder) as vault, pytest.raises(errors.Damaged):
        vault.unlock(example.passphrase)
    _edited(made, "passphrase")
    with Vault.open(made.folder) as vault, pytest.raises(errors.WrongPassphrase):
        vault.unlock(example.passphrase)
    # The whole file of the other vault: its key is sound, and opens nothing here.
    (made.folder / "keys.json").write_text(json.dumps(theirs))
    with Vault.open(made.folder) as vault, pytest.raises(errors.Damaged):
        vault.unlock(example.passphrase)


def test_a_wrap_serves_its_own_kind_alone(tmp_path: Path) -> None:
    kept, secret, key = Keys.new(tmp_path), secrets.token_bytes(20), secrets.token_bytes(32)
    kept.put("recovery", secret, key)
    kept._wraps["keyring"] = kept._wraps["recovery"]
    with pytest.raises(errors.Damaged):
        kept.take("keyring", secret)


def test_a_wrap_is_bound_to_all_it_states(made: Made) -> None:
    """Read here without our code, as another program would: the format is on people's disks from now on."""
    content = json.loads((made.folder / "keys.json").read_bytes())
    wrap = content["wraps"]["recovery"]
    key = HKDF(SHA256(), 32, bytes.fromhex(wrap["salt"]), b"eyeline/1 recovery").derive(_secret(made))
    stated = (
        f'{{"format":1,"kdf":{{"name":"hkdf-sha256"}},"kind":"recovery","salt":"{wrap["salt"]}",'
        f'"vault_id":"{content["vault_id"]}"}}'
    )
    opened = AESGCM(key).decrypt(bytes.fromhex(wrap["nonce"]), bytes.fromhex(wrap["sealed"]), stated.encode())
    with made.unlocked() as vault:
        assert opened == vault._open().key
    assert content["wraps"]["passphrase"]["kdf"] == {
        "name": "argon2id",
        "version": 19,
        "memory_kib": 65536,
        "passes": 3,
        "lanes": 4,
    }


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"null", b'{"format": 1}', b"\xff\xfe", b'{"format": "1"}'])
def test_a_file_that_is_not_ours_is_damaged(made: Made, content: bytes) -> None:
    (made.folder / "keys.json").write_bytes(content)
    with pytest.raises(errors.Damaged):
        Vault.open(made.folder)


def test_a_newer_file_is_refused_untouched(made: Made) -> None:
    path = made.folder / "keys.json"
    newer = path.read_bytes().replace(b'"format": 1', b'"format": 2')
    path.write_bytes(newer)
    with pytest.raises(errors.Damaged, match="newer Eyeline"):
        Vault.open(made.folder)
    assert path.read_bytes() == newer


def test_a_write_that_fails_changes_neither_disk_nor_memory(
    made: Made, example: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (made.folder / "keys.json").read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with Vault.open(made.folder) as vault:
        monkeypatch.setattr("os.fsync", full)
        with pytest.raises(errors.EyelineError, match="No space"):
            vault.ways_in.change_passphrase(example.passphrase, "another four words")
        monkeypatch.undo()
        assert (made.folder / "keys.json").read_bytes() == before
        assert list(made.folder.glob("*.tmp")) == []
        vault.unlock(example.passphrase)


def test_the_file_holds_no_key_and_is_this_users_alone(vault: Vault, made: Made, example: Example) -> None:
    path = made.folder / "keys.json"
    content = path.read_bytes().lower()
    key = vault._open().key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for secret in (key.hex(), _secret(made).hex(), example.passphrase, made.recovery.lower()):
        assert secret.encode() not in content


def _secret(made: Made) -> bytes:
    from companion.vault.recovery_key import to_secret

    return to_secret(made.recovery)
