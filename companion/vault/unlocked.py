"""What there is only while the vault is unlocked: its key, the open caseload, the open client files.

`Vault.lock` drops this one object. Python cannot wipe `bytes`, so the key's memory is free from then on but not
overwritten; SQLCipher wipes its own copies and its pages.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from companion.vault.audit import Audit
from companion.vault.caseload import Caseload
from companion.vault.charts import Charts
from companion.vault.client_folder import ClientFolder
from companion.vault.open_files import OpenFiles


class Unlocked:
    """Made by `Vault.unlock`; finishes first what a kill may have left half done."""

    def __init__(self, key: bytes, caseload: Caseload, clients: Path) -> None:
        self.key = key
        self.caseload = caseload
        self.audit = Audit(caseload.file)
        self.charts = Charts(caseload.file)
        self.folder = ClientFolder(clients, caseload)
        self.files = OpenFiles(clients, caseload)
        self.keys_at_rest = Lock()
        """Held while files are copied that must fit the keys in the caseload's copy, and while a key is exchanged."""
        try:
            self.folder.finish()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        # The caseload first: a handle that wants to open its file again finds no key any more.
        self.caseload.close()
        self.files.close_all()
