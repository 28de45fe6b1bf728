"""The recovery key: what is printed once and opens the vault when the passphrase is forgotten.

20 random bytes (160 bits) between a format byte and a CRC-32, written in Crockford's base 32 (no I, L, O, U) as eight
groups of five. A CRC-32 finds every error that spans at most 32 bits, so every wrong letter and every swap of two
neighbours is told as a slip of the pen rather than as a wrong key.
"""

from __future__ import annotations

import secrets
import zlib

from companion.errors import WrongPassphrase

SECRET_BYTES = 20
_FORMAT = b"\x01"
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OIL", "011", " -–—\t\r\n")
_LENGTH = 40


def new_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def to_words(secret: bytes) -> str:
    """`secret` as it is shown and printed: `0C4R2-7MZ1K-...`."""
    body = _FORMAT + secret
    # Little-endian, the order in which CRC-32 is read as one polynomial with the message before it.
    number = int.from_bytes(body + zlib.crc32(body).to_bytes(4, "little"), "big")
    letters = "".join(_LETTERS[number >> 5 * place & 31] for place in reversed(range(_LENGTH)))
    return "-".join(letters[at : at + 5] for at in range(0, _LENGTH, 5))


def to_secret(words: str) -> bytes:
    """The secret in what was typed: any case, spaces or dashes, O for 0, I or L for 1. Raises `WrongPassphrase`."""
    letters = words.upper().translate(_READ_AS)
    if len(letters) != _LENGTH or not set(letters) <= set(_LETTERS):
        raise WrongPassphrase("A recovery key is eight groups of five letters and digits. Check what was typed.")
    number = 0
    for letter in letters:
        number = number << 5 | _LETTERS.index(letter)
    whole = number.to_bytes(25, "big")
    body, check = whole[:-4], whole[-4:]
    if zlib.crc32(body).to_bytes(4, "little") != check or body[:1] != _FORMAT:
        raise WrongPassphrase("One letter or digit of the recovery key is not right. Compare it with the printed one.")
    return body[1:]
