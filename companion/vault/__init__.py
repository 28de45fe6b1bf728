"""The encrypted vault: the only code that touches client data on disk.

`vault.py` is the door and says what is in the folder; `client_file.py` is one client. `keys.py` holds the ways in,
`cipher.py` opens an encrypted file, `migrations.py` is the shape of both kinds of file.
"""

from companion.vault.audit import AuditRow
from companion.vault.backups import Backup, Restored, restore
from companion.vault.caseload import Pairing
from companion.vault.client_file import ClientFile
from companion.vault.consent import Consent, ConsentState
from companion.vault.rows import FileRow, NewFile, PassageRow
from companion.vault.sentence_vectors import SentenceVectors
from companion.vault.vault import Vault

__all__ = [
    "AuditRow",
    "Backup",
    "ClientFile",
    "Consent",
    "ConsentState",
    "FileRow",
    "NewFile",
    "Pairing",
    "PassageRow",
    "Restored",
    "SentenceVectors",
    "Vault",
    "restore",
]
