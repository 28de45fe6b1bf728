"""Backups: making and proving one, restoring from one, and what was deleted since.

`manifest.py` is what a backup says of itself, `contents.py` opens and checks what is in it, `making.py` and
`restoring.py` are the two acts, `deletions.py` keeps an old backup from bringing back what was deleted.
"""

from companion.vault.backups.backups import Backups
from companion.vault.backups.making import Backup
from companion.vault.backups.manifest import ENDING
from companion.vault.backups.restoring import Restored, restore

__all__ = ["ENDING", "Backup", "Backups", "Restored", "restore"]
