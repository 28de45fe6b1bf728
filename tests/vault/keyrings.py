"""A keyring of the tests' own, in memory, in place of the system's."""

from __future__ import annotations

from keyring.backend import KeyringBackend


class MemoryKeyring(KeyringBackend):
    """With one fault at a time: an allow-listed one that misbehaves. `gone` answers nothing."""

    priority = 5

    def __init__(self, fault: str = "") -> None:
        self.fault = fault
        self.stored: dict[tuple[str, str], str] = {}

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.fault in ("raises", "gone"):
            raise OSError("no D-Bus")
        if self.fault != "loses":
            self.stored[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        if self.fault == "gone":
            raise OSError("no D-Bus")
        found = self.stored.get((service, username))
        return found[:8] if found and self.fault == "cuts" else found

    def delete_password(self, service: str, username: str) -> None:
        if self.fault != "never deletes":
            self.stored.pop((service, username), None)
