"""Asks for a secret: hidden in a terminal, one line of standard input otherwise. Never an argument, never a variable
of the environment: both can be read by other programs."""

from __future__ import annotations

import getpass
import sys

from companion.errors import BadRequest


def ask_secret(prompt: str) -> str:
    """The secret, not empty. Raises BadRequest."""
    said = getpass.getpass(f"{prompt}: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    if not said:
        raise BadRequest(f"{prompt}: nothing was given.")
    return said


def ask_new_passphrase() -> str:
    """A new passphrase, at least twelve characters, typed twice in a terminal."""
    said = ask_secret("New passphrase (at least 12 characters)")
    if len(said) < 12:
        raise BadRequest(
            "That passphrase is shorter than 12 characters. Choose a longer one; a sentence is easy to keep."
        )
    if sys.stdin.isatty() and ask_secret("The same again") != said:
        raise BadRequest("The two were not the same. Nothing was made; try again.")
    return said
