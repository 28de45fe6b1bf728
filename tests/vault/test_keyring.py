"""The keyring as a convenience: a real gnome-keyring on a private D-Bus session, and the backends that are refused."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from companion.vault import Vault, keyring_secret
from companion.vault.keyring_secret import KeyringRefused
from tests.vault.keyrings import MemoryKeyring

if TYPE_CHECKING:
    from tests.vault.conftest import Example, Made

pytestmark = pytest.mark.trust

_NEEDED = ("dbus-run-session", "gnome-keyring-daemon")
_NOT_PASSED = ("DBUS_SESSION_BUS_ADDRESS", "PYTHON_KEYRING_BACKEND")
_LOGIN = 'printf "login-password\\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$@"'


def _session(home: Path, step: str, made: Made) -> str:
    """Run `keyring_session.py STEP` in a login session of its own; what it printed."""
    missing = [name for name in _NEEDED if shutil.which(name) is None]
    if missing:
        assert not os.environ.get("CI"), f"CI must have {missing}"
        pytest.skip(f"not installed: {missing}")
    script = str(Path(__file__).with_name("keyring_session.py"))
    command = [sys.executable, script, step, str(made.folder), made.recovery]
    private = {
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home),
        "XDG_DATA_HOME": str(home / ".local/share"),
    }
    done = subprocess.run(
        ["dbus-run-session", "--", "bash", "-c", _LOGIN, "login", *command],
        env={**{k: v for k, v in os.environ.items() if k not in _NOT_PASSED}, **private},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    return folder


def test_a_real_keyring_opens_after_login_and_may_vanish(made: Made, home: Path, example: Example) -> None:
    assert _session(home, "keep", made) == "kept, opened"
    assert _session(home, "open", made) == "opened"
    stored = b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file())
    with made.unlocked() as vault:
        key = vault._open().key
    assert key.hex().encode() not in stored
    assert key not in stored
    shutil.rmtree(home / ".local")
    assert _session(home, "open", made) == "stayed locked"
    with Vault.open(made.folder) as vault:
        vault.unlock(example.passphrase)
        assert len(vault.clients()) == 2


def test_forgetting_leaves_nothing_that_opens(made: Made, home: Path) -> None:
    assert _session(home, "keep", made) == "kept, opened"
    before = (made.folder / "keys.json").read_bytes()
    assert _session(home, "forget", made) == "stayed locked, nothing stored"
    assert b"keyring" in before
    assert b"keyring" not in (made.folder / "keys.json").read_bytes()


def test_a_changed_secret_opens_nothing_and_breaks_nothing(made: Made, home: Path) -> None:
    assert _session(home, "keep", made) == "kept, opened"
    assert _session(home, "change", made) == "stayed locked"


def test_a_pin_opens_with_the_keyring_that_it_was_chosen_with_and_not_without(made: Made, home: Path) -> None:
    wrong = "That is not the PIN. 4 tries are left."
    assert _session(home, "choose pin", made) == f"5 tries, {wrong}, opened"
    assert _session(home, "try pin", made) == f"{wrong}, opened", "in another run of the computer too"
    shutil.rmtree(home / ".local")
    gone = "The system's keyring does not answer, so no PIN opens. Use the passphrase."
    assert _session(home, "try pin", made) == f"{gone}, {gone}"


def test_an_audit_that_was_cut_off_shows_against_the_keyring(made: Made, home: Path) -> None:
    cut_off = "False: The audit was cut off: it ends at row 1, and had 2 rows before."
    assert _session(home, "anchor", made) == f"True, {cut_off}"
    assert _session(home, "anchored", made) == cut_off, "told every time"
    shutil.rmtree(home / ".local")
    assert _session(home, "anchored", made) == "True: None", "a keyring that is lost takes an anchor with it, no more"
    with made.unlocked() as vault:
        assert len(vault.clients()) == 2


_STRANGER = """
from keyring.backend import KeyringBackend

class Keyring(KeyringBackend):
    priority = 9
    stored = {}

    def set_password(self, service, username, password):
        self.stored[service, username] = password

    def get_password(self, service, username):
        return self.stored.get((service, username))

    def delete_password(self, service, username):
        del self.stored[service, username]
"""


@pytest.mark.parametrize(
    "name",
    [
        "keyring.backends.null.Keyring",
        "keyring.backends.fail.Keyring",
        "keyring.backends.chainer.ChainerBackend",
        "keyrings.alt.file.PlaintextKeyring",
        "keyrings.alt.file.EncryptedKeyring",
        "sagecipher.keyring.Keyring",
        "no.such.module",
        "working_stranger.Keyring",
    ],
)
@pytest.mark.parametrize("place", ["environment", "config"])
def test_a_backend_that_is_not_on_the_list_is_refused(
    vault: Vault, home: Path, name: str, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A backend that would work, and is found: what keeps it out is the list alone.
    (home / "working_stranger.py").write_text(_STRANGER)
    monkeypatch.syspath_prepend(str(home))
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    if place == "environment":
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)
    else:
        monkeypatch.setattr("keyring.util.platform_.config_root", lambda: home)
        (home / "keyringrc.cfg").write_text(f"[backend]\ndefault-keyring={name}\nkeyring-path={home}\n")
    with pytest.raises(KeyringRefused, match="passphrase opens as before"):
        vault.ways_in.keep_in_keyring()
    assert not vault.in_keyring
    assert not vault.unlock_with_keyring()
    assert "working_stranger" not in sys.modules


def test_an_unreadable_config_is_refused(vault: Vault, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    monkeypatch.setattr("keyring.util.platform_.config_root", lambda: home)
    (home / "keyringrc.cfg").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(KeyringRefused):
        vault.ways_in.keep_in_keyring()


def test_without_a_keyring_the_vault_says_so(vault: Vault, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    monkeypatch.setattr("keyring.util.platform_.config_root", lambda: home)
    monkeypatch.setattr(keyring_secret, "_load", lambda _: None)
    with pytest.raises(KeyringRefused, match="not there"):
        vault.ways_in.keep_in_keyring()
    vault.ways_in.forget_keyring()


@pytest.mark.parametrize("fault", ["raises", "loses", "cuts", "never deletes"])
def test_a_keyring_that_fails_its_test_is_refused(
    vault: Vault, made: Made, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = MemoryKeyring(fault)
    monkeypatch.setattr(keyring_secret, "_backend", lambda: backend)
    before = (made.folder / "keys.json").read_bytes()
    with pytest.raises(KeyringRefused):
        vault.ways_in.keep_in_keyring()
    assert (made.folder / "keys.json").read_bytes() == before
    assert all(username.startswith("self-test-") for _, username in backend.stored), "given a secret before its test"


def test_what_is_stored_is_small_and_not_the_vault_key(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    backend = MemoryKeyring("none")
    monkeypatch.setattr(keyring_secret, "_backend", lambda: backend)
    vault.ways_in.keep_in_keyring()
    (stored,) = backend.stored.values()
    assert len(stored.encode()) == 64  # Windows takes at most 1,280 ASCII characters
    assert stored != vault._open().key.hex()
    vault.lock()
    assert vault.unlock_with_keyring()


def test_a_temporary_vault_is_kept_nowhere(tmp_path: Path) -> None:
    from companion.errors import BadRequest

    with Vault.temporary(tmp_path) as vault:
        assert not vault.unlock_with_keyring()
        with pytest.raises(BadRequest):
            vault.ways_in.keep_in_keyring()
