"""Every way a call can fail, and what the therapist is told.

    EyelineError
    ├── Refused          403  the caller may not ask this; says nothing more
    ├── Locked           423  the vault is locked
    ├── WrongPassphrase  403  the passphrase (or recovery key) opens nothing
    ├── NotFound         404  no such client, note or file
    ├── NotSure          409  the chart does not say clearly enough whose it is
    ├── NoConsent        403  the client has not consented to their notes being read
    ├── BadRequest       400  the call is malformed
    ├── Busy             409  another Eyeline has this vault open
    ├── Unreadable       422  a file that cannot be brought in, with the reason
    ├── NotReady         503  the model is still loading
    └── Damaged          500  a file fails its check; nothing was changed

`say` is a whole sentence for the therapist that says what to do; it never holds a word of a note.
"""

from __future__ import annotations


class EyelineError(Exception):
    """The root. `kind` is the stable word on the wire, `status` the HTTP status, `say` the sentence on screen."""

    kind = "error"
    status = 500

    def __init__(self, say: str) -> None:
        super().__init__(say)
        self.say = say


class Refused(EyelineError):
    kind = "refused"
    status = 403


class Locked(EyelineError):
    kind = "locked"
    status = 423

    def __init__(self, say: str = "Eyeline is locked. Unlock it on this computer to go on.") -> None:
        super().__init__(say)


class WrongPassphrase(EyelineError):
    kind = "wrong_passphrase"
    status = 403

    def __init__(self, say: str = "That passphrase does not open this vault. Nothing was changed; try again.") -> None:
        super().__init__(say)


class NotFound(EyelineError):
    kind = "not_found"
    status = 404


class NotSure(EyelineError):
    kind = "not_sure"
    status = 409


class NoConsent(EyelineError):
    kind = "no_consent"
    status = 403

    def __init__(
        self,
        say: str = "This client has not consented: Eyeline reads, searches and shows nothing of theirs. That is set on"
        " their page in Eyeline's window.",
    ) -> None:
        super().__init__(say)


class BadRequest(EyelineError):
    kind = "bad_request"
    status = 400


class Busy(EyelineError):
    kind = "busy"
    status = 409

    def __init__(
        self, say: str = "Eyeline is already running with this vault. Use that window, or close it and try again."
    ) -> None:
        super().__init__(say)


class Unreadable(EyelineError):
    kind = "unreadable"
    status = 422


class NotReady(EyelineError):
    kind = "not_ready"
    status = 503

    def __init__(self, say: str = "The search model is still loading. Try again in a few seconds.") -> None:
        super().__init__(say)


class Damaged(EyelineError):
    kind = "damaged"
    status = 500
