"""`eyeline keys`: every key anew, another passphrase, or a PIN to come back by."""

from __future__ import annotations

import argparse
import sys

from companion.commands.asked import DataFolder
from companion.commands.data_folder import add_data_folder, settings_of
from companion.commands.running import Companion
from companion.commands.secret import ask_new_passphrase, ask_secret
from companion.errors import BadRequest, NotFound
from companion.service import keeping, key_requests
from companion.service.launch_replies import RenewKeysReply, VaultStateReply
from companion.vault import Vault


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("keys", help="renew every key, change the passphrase, set a PIN")
    acts = parser.add_subparsers(dest="act", required=True)
    renew = acts.add_parser("renew", help="every key anew, and a new recovery key: the old ones open nothing more")
    add_data_folder(renew)
    renew.set_defaults(run=run_renew)
    passphrase = acts.add_parser("passphrase", help="another passphrase; notes and other ways in stay as they are")
    add_data_folder(passphrase)
    passphrase.add_argument("--recovery-key", action="store_true", help="where the passphrase was forgotten")
    passphrase.set_defaults(run=run_passphrase)
    pin = acts.add_parser("pin", help="a PIN of four to eight digits; five tries, and only with the system's keyring")
    add_data_folder(pin)
    pin.add_argument("--remove", action="store_true", help="no PIN any more")
    pin.set_defaults(run=run_pin)


def run_renew(arguments: argparse.Namespace) -> int:
    """Where no companion runs, done when this returns; else its companion goes on in the background."""
    with DataFolder(settings_of(arguments)) as folder:
        asked = key_requests.RenewKeysRequest(passphrase=ask_secret("Passphrase, to renew the keys"))
        done = folder.ask("/v1/vault/renew_keys", asked, keeping.renew_keys, RenewKeysReply)
    print("Every key is new. Recovery key, shown this once; the one before opens nothing but older backups:")
    print(f"\n    {done.recovery_key}\n")
    print(
        "Older backups open with the passphrase or the recovery key of their day: make a new one, with eyeline backup."
    )
    if done.clients_waiting:
        print(f"{done.clients_waiting} clients' files follow by themselves while Eyeline is open.")
    return 0


def run_passphrase(arguments: argparse.Namespace) -> int:
    """Where no companion runs the vault stays locked: a forgotten passphrase cannot open it first."""
    folder = settings_of(arguments).data_folder
    old = ask_secret("Recovery key" if arguments.recovery_key else "Passphrase")
    way = {"recovery_key" if arguments.recovery_key else "passphrase": old}
    asked = key_requests.ChangePassphraseRequest(**way, new=ask_new_passphrase())
    try:
        with Companion(folder) as companion:
            companion.ask("/v1/vault/passphrase", asked, VaultStateReply)
    except NotFound:
        with Vault.open(folder) as vault:
            keeping.change_passphrase(vault, asked)
    print("The passphrase is changed. Older backups open with the one of their day.")
    return 0


def run_pin(arguments: argparse.Namespace) -> int:
    with Companion(settings_of(arguments).data_folder) as companion:
        if arguments.remove:
            companion.ask("/v1/vault/pin/remove", key_requests.RemovePinRequest(), VaultStateReply)
            print("There is no PIN any more.")
            return 0
        passphrase, pin = ask_secret("Passphrase"), ask_secret("PIN, four to eight digits")
        if sys.stdin.isatty() and ask_secret("The same again") != pin:
            raise BadRequest("The two were not the same. Nothing was changed; try again.")
        asked = key_requests.ChoosePinRequest(passphrase=passphrase, pin=pin)
        said = companion.ask("/v1/vault/pin/choose", asked, VaultStateReply)
    print(f"After a lock the PIN opens Eyeline: {said.pin_tries} tries, then the passphrase.")
    return 0
