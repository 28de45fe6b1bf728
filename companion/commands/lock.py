"""`eyeline lock` and `eyeline unlock`: close the running companion's vault, and open it again."""

from __future__ import annotations

import argparse

from companion.commands.data_folder import add_data_folder, settings_of
from companion.commands.running import Companion
from companion.commands.secret import ask_secret
from companion.errors import BadRequest
from companion.service import replies, requests
from companion.service.idle_lock import LONGEST


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    lock = commands.add_parser("lock", help="lock the running companion: every panel goes blank")
    add_data_folder(lock)
    lock.add_argument("--after", type=int, metavar="MINUTES", help="do so by itself when nobody asks; 0 for never (30)")
    lock.set_defaults(run=run_lock)
    unlock = commands.add_parser("unlock", help="unlock the running companion")
    add_data_folder(unlock)
    unlock.add_argument("--recovery-key", action="store_true", help="with the recovery key instead of the passphrase")
    unlock.add_argument("--pin", action="store_true", help="with the PIN instead (eyeline keys pin)")
    unlock.set_defaults(run=run_unlock)


def run_lock(arguments: argparse.Namespace) -> int:
    with Companion(settings_of(arguments).data_folder) as companion:
        if arguments.after is not None:
            return _lock_after(companion, arguments.after)
        companion.ask("/v1/vault/lock", requests.LockRequest(), replies.StatusReply)
    print("Eyeline is locked. Unlock it with: eyeline unlock")
    return 0


def _lock_after(companion: Companion, minutes: int) -> int:
    if not 0 <= minutes <= LONGEST:
        raise BadRequest(f"Say 1 to {LONGEST} minutes, or 0 for never. Nothing was changed.")
    companion.ask("/v1/vault/lock_after", requests.LockAfterRequest(minutes=minutes), replies.StatusReply)
    print(f"Eyeline locks after {minutes} minutes." if minutes else "Eyeline does not lock by itself any more.")
    return 0


def run_unlock(arguments: argparse.Namespace) -> int:
    with Companion(settings_of(arguments).data_folder) as companion:
        if arguments.recovery_key:
            asked = requests.UnlockRequest(recovery_key=ask_secret("Recovery key"))
        elif arguments.pin:
            asked = requests.UnlockRequest(pin=ask_secret("PIN"))
        else:
            asked = requests.UnlockRequest(passphrase=ask_secret("Passphrase"))
        companion.ask("/v1/vault/unlock", asked, replies.StatusReply)
    print("Eyeline is open.")
    return 0
