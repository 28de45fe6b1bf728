"""`eyeline backup` and `eyeline restore`."""

from __future__ import annotations

import argparse
from pathlib import Path

from companion.commands.asked import DataFolder
from companion.commands.data_folder import add_data_folder, settings_of
from companion.commands.secret import ask_secret
from companion.service import keeping, requests
from companion.service.launch_replies import BackupReply
from companion.vault import restore


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    backup = commands.add_parser("backup", help="one more backup of everything, encrypted and proven, in a folder")
    add_data_folder(backup)
    backup.add_argument("folder", type=Path, help="where backups are kept: on another disk")
    backup.set_defaults(run=run_backup)
    again = commands.add_parser("restore", help="a backup into an empty data folder")
    add_data_folder(again)
    again.add_argument("backup", type=Path)
    again.add_argument("--recovery-key", action="store_true", help="open it with the recovery key, not the passphrase")
    again.set_defaults(run=run_restore)


def run_backup(arguments: argparse.Namespace) -> int:
    with DataFolder(settings_of(arguments)) as folder:
        asked = requests.BackupRequest(folder=str(arguments.folder.resolve()))
        made = folder.ask("/v1/backup", asked, keeping.back_up, BackupReply)
    print(f"{made.path}: {made.clients} clients, {made.notes} notes; read back and the same.")
    return 0


def run_restore(arguments: argparse.Namespace) -> int:
    secret = ask_secret("Recovery key" if arguments.recovery_key else "Passphrase of the day of the backup")
    way = {"recovery_words" if arguments.recovery_key else "passphrase": secret}
    folder = settings_of(arguments).data_folder
    restored = restore(arguments.backup, folder, **way)
    print(f"{folder}: {restored.clients} clients, {restored.notes} notes. Start with: eyeline window")
    if restored.left_out:
        print(f"{restored.left_out} clients or notes were deleted after that backup, and stay deleted.")
    return 0
