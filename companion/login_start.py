"""Starting with the login, if the therapist asks for it: a file or a registry value of ours where the system looks.

Linux: `autostart/` of the XDG configuration (Desktop Application Autostart Specification). macOS: a launch agent of the
user's. Windows: the user's own `Run` key. The latter two are written as documented, and were not tried.
"""

from __future__ import annotations

import os
import plistlib
import subprocess
import sys
from pathlib import Path

from companion.errors import EyelineError

NAME = "eyeline"
_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
_SPECIAL = '\\"`$'
"""What a quoted word of a desktop entry's Exec escapes."""


def starts_at_login() -> bool:
    if sys.platform == "win32":
        return _in_run_key()
    return _place().exists()


def start_at_login(data_folder: Path, start: bool) -> None:
    """Raises EyelineError where the system's place cannot be written to; nothing is changed then."""
    command = [sys.executable, "-m", "companion", "window", "--data", str(data_folder)]
    try:
        if sys.platform == "win32":
            _put_run_key(subprocess.list2cmdline(command) if start else None)
        elif start:
            _place().parent.mkdir(parents=True, exist_ok=True)
            _place().write_bytes(launch_agent(command) if sys.platform == "darwin" else desktop_entry(command))
        else:
            _place().unlink(missing_ok=True)
    except OSError as error:
        raise EyelineError(
            f"What starts with the login could not be changed ({error.strerror}). Eyeline itself is as it was."
        ) from None


def desktop_entry(command: list[str]) -> bytes:
    """Exec in the specification's quoting: each word in quotes, its backslashes doubled for the value, and % too."""
    words = " ".join('"' + "".join(f"\\{c}" if c in _SPECIAL else c for c in word) + '"' for word in command)
    run = words.replace("\\", "\\\\").replace("%", "%%")
    return f"[Desktop Entry]\nType=Application\nName=Eyeline\nExec={run}\nTerminal=false\n".encode()


def launch_agent(command: list[str]) -> bytes:
    return plistlib.dumps({"Label": NAME, "ProgramArguments": command, "RunAtLoad": True})


def _place() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "LaunchAgents" / f"{NAME}.plist"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "autostart" / f"{NAME}.desktop"


if sys.platform == "win32":
    import winreg

    def _in_run_key() -> bool:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN) as key:
            try:
                winreg.QueryValueEx(key, NAME)
            except FileNotFoundError:
                return False
        return True

    def _put_run_key(command: str | None) -> None:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN, 0, winreg.KEY_SET_VALUE) as key:
            if command is not None:
                winreg.SetValueEx(key, NAME, 0, winreg.REG_SZ, command)
            elif _in_run_key():
                winreg.DeleteValue(key, NAME)
