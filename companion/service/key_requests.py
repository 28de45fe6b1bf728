"""What the window and the command line may ask about the keys: a PIN, every key anew."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from companion.service.requests import Pin, Request


class ChoosePinRequest(Request):
    """The passphrase proves that it is the therapist who sets it."""

    passphrase: Annotated[str, Field(min_length=1, max_length=1000)]
    pin: Pin


class RemovePinRequest(Request):
    pass


class RenewKeysRequest(Request):
    passphrase: Annotated[str, Field(min_length=1, max_length=1000)]


class ChangePassphraseRequest(Request):
    """By the passphrase, or by the recovery key where that was forgotten."""

    passphrase: Annotated[str, Field(min_length=1, max_length=1000)] | None = None
    recovery_key: Annotated[str, Field(min_length=1, max_length=1000)] | None = None
    new: Annotated[str, Field(min_length=1, max_length=1000)]


class RenewRecoveryKeyRequest(Request):
    passphrase: Annotated[str, Field(min_length=1, max_length=1000)]
