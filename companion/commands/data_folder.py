"""What `serve`, `import` and `pair` share: which data folder, and opening its vault from a terminal."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from companion.commands.secret import ask_new_passphrase, ask_secret
from companion.settings import Settings, read_settings
from companion.vault import Vault


def add_data_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, help="Eyeline's data folder (the system's usual place)")


def settings_of(arguments: argparse.Namespace) -> Settings:
    return read_settings(arguments.data, getattr(arguments, "port", None))


def opened_vault(folder: Path) -> Vault:
    """The unlocked vault, made on the first run: then its recovery key is printed, once."""
    if not Vault.exists(folder):
        vault, recovery_key = Vault.create(folder, ask_new_passphrase())
        print(f"A new vault was made in {folder}.", file=sys.stderr)
        print("Recovery key, shown this once. Print it or write it down, and keep it away from this computer:")
        print(f"\n    {recovery_key}\n", flush=True)
        return vault
    vault = Vault.open(folder)
    try:
        if not vault.unlock_with_keyring():
            vault.unlock(ask_secret("Passphrase"))
    except BaseException:
        vault.close()
        raise
    return vault
