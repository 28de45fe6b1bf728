"""`eyeline lock` and `eyeline unlock`: close the running companion's vault, and open it again."""

from __future__ import annotations

import argparse

from companion.commands.data_folder import add_data_folder, settings_of
from companion.commands.running import Companion
from companion.commands.secret import ask_secret
from companion.service import replies, requests


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    lock = commands.add_parser("lock", help="lock the running companion: every panel goes blank")
    add_data_folder(lock)
    lock.set_defaults(run=run_lock)
    unlock = commands.add_parser("unlock", help="unlock the running companion")
    add_data_folder(unlock)
    unlock.add_argument("--recovery-key", action="store_true", help="with the recovery key instead of the passphrase")
    unlock.set_defaults(run=run_unlock)


def run_lock(arguments: argparse.Namespace) -> int:
    with Companion(settings_of(arguments).data_folder) as companion:
        companion.ask("/v1/vault/lock", requests.LockRequest(), replies.StatusReply)
    print("Eyeline is locked. Unlock it with: eyeline unlock")
    return 0


def run_unlock(arguments: argparse.Namespace) -> int:
    with Companion(settings_of(arguments).data_folder) as companion:
        if arguments.recovery_key:
            asked = requests.UnlockRequest(recovery_key=ask_secret("Recovery key"))
        else:
            asked = requests.UnlockRequest(passphrase=ask_secret("Passphrase"))
        companion.ask("/v1/vault/unlock", asked, replies.StatusReply)
    print("Eyeline is open.")
    return 0
