"""The EHRs of one vault: registering them, letting them open Eyeline, and what they may be asked for.

Joins the EHR room with the vault: registrations and tokens are settings of the caseload, encrypted like all else. With
nothing registered, nothing here contacts anybody and no door is open.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace

from companion.ehr import registration as kept_as
from companion.ehr import tokens
from companion.ehr.address import issuer_of, origin_of
from companion.ehr.contact import SOON, Contact, EhrFailed
from companion.ehr.discovery import discover
from companion.ehr.launches import Launches
from companion.ehr.patient import identity_of, patient_at
from companion.ehr.registration import Registration
from companion.ehr.signature import Signatures, key_set
from companion.ehr.tokens import Access
from companion.errors import BadRequest, NotFound
from companion.vault import Vault

REGISTRATIONS = "ehr registrations"
ACCESSES = "ehr accesses"
AT_MOST = 8
"""EHRs; a therapist has one or two."""

NOT_REGISTERED = "That EHR is not registered. See which are with: eyeline ehr list"
NOT_OPENED = (
    "Eyeline does not know which patient of a registered EHR this client is. Open Eyeline from their chart there once,"
    " and say in the panel that it is they."
)
TWO_PATIENTS = "This client is linked to more than one patient of the registered EHRs; say which EHR is meant."


@dataclass(frozen=True, slots=True)
class Looked:
    """What an EHR says before it is registered: hosts besides its own that its login leads over, and why it cannot be
    opened from inside it (else empty)."""

    issuer: str
    hosts: tuple[str, ...]
    why: str = ""


class EhrDesk:
    """Thread-safe. Registrations stay in memory over a lock (they are no client's), tokens never."""

    def __init__(self, vault: Vault, port: int) -> None:
        self.launches = Launches()
        self.signatures = Signatures()
        self.redirect = f"http://127.0.0.1:{port}/ehr/redirect"
        self._vault = vault
        self._known: tuple[Registration, ...] = ()
        self._guard = threading.RLock()

    # -- registering ------------------------------------------------------------------------------------------------

    @property
    def registrations(self) -> tuple[Registration, ...]:
        """All, also while locked, as far as this run has read them."""
        if not self._vault.locked:
            self._known = kept_as.registrations_from(self._vault.setting(REGISTRATIONS))
        return self._known

    def registered(self, issuer: str) -> Registration:
        """Raises NotFound."""
        for one in self.registrations:
            if one.issuer == issuer_of(issuer):
                return one
        raise NotFound(NOT_REGISTERED)

    def look(self, issuer: str) -> Looked:
        """Asks an EHR how it lets apps in, because the therapist said so. Raises BadRequest for no safe address."""
        said = issuer_of(issuer)
        own = origin_of(said)
        with Contact(frozenset({own}), patience=SOON) as contact:
            try:
                found = discover(contact, said)
            except EhrFailed as error:
                return Looked(said, (), error.say)
        return Looked(said, tuple(host for host in found.origins if host != own))

    def add(self, registration: Registration) -> Registration:
        """Registers it, or anew. `hosts` are those that the therapist confirmed. Raises BadRequest in words."""
        sound = _checked(registration)
        with self._guard:
            others = tuple(one for one in self.registrations if one.issuer != sound.issuer)
            if len(others) >= AT_MOST:
                raise BadRequest(f"{AT_MOST} EHRs are registered already. Take one off with: eyeline ehr remove")
            taken = [one.hooks.issuer for one in others if one.hooks]
            if sound.hooks and sound.hooks.issuer in taken:
                raise BadRequest("Another registered EHR signs its calls under that name. Take it off first.")
            self._vault.set_setting(REGISTRATIONS, kept_as.to_keep((*others, sound)))
            self._known = (*others, sound)
        self._vault.write_audit("ehr_added", None)
        return sound

    def remove(self, issuer: str) -> None:
        """Off: its registration, its tokens, what it has handed over. Raises NotFound."""
        gone = self.registered(issuer)
        with self._guard:
            left = tuple(one for one in self.registrations if one.issuer != gone.issuer)
            accesses = [one for one in self._accesses() if one.issuer != gone.issuer]
            for name, value in ((ACCESSES, tokens.to_keep(accesses)), (REGISTRATIONS, kept_as.to_keep(left))):
                self._vault.set_setting(name, None)
                if left:
                    self._vault.set_setting(name, value)
            self._known = left
        self.launches.forget(gone.issuer)
        self._vault.write_audit("ehr_removed", None)

    # -- being opened -----------------------------------------------------------------------------------------------

    def begin(self, issuer: str, launch: str | None) -> str:
        """The address of the EHR's login. Raises NotFound for an EHR that is not registered, before anything is
        contacted."""
        return self.launches.begin(self.registered(issuer), issuer.strip(), launch, self.redirect)

    def finish(self, query: dict[str, str]) -> str:
        """Back from the login: keeps the token, reads who the patient is, and returns the word of the launch's tab."""
        registration, access = self.launches.finish(query)
        with Contact(frozenset({origin_of(access.issuer)}), token=access.token, patience=SOON) as contact:
            patient = patient_at(contact, access.issuer, access.patient_id)
        self.registered(registration.issuer)  # it may have been taken off meanwhile
        self._keep(access)
        return self.launches.hand_over(registration, identity_of(patient, access.issuer, access.patient_id))

    # -- being asked ------------------------------------------------------------------------------------------------

    def access_to(self, client_id: str, issuer: str | None) -> Access:
        """The leave to read that client's patient, refreshed where its time is over. Raises NotFound where no chart of
        an EHR was confirmed as this client's, EhrFailed where the EHR gives no leave."""
        sites = {one.issuer for one in self.registrations} if issuer is None else {self.registered(issuer).issuer}
        links = self._vault.charts.links()
        patients = {(site, link.key[3:]) for site, link in links if link.client_id == client_id and site in sites}
        patients = {(site, patient) for site, patient in patients if self._has(site, patient)}
        if not patients:
            raise NotFound(NOT_OPENED)
        if len(patients) > 1:
            raise BadRequest(TWO_PATIENTS)
        with self._guard:
            (known,) = [one for one in self._accesses() if (one.issuer, one.patient_id) in patients]
            return known if known.lives else self._refreshed(known)

    def keep_since(self, access: Access, since: dict[str, str]) -> None:
        """Where the next pull begins."""
        with self._guard:
            known = [one for one in self._accesses() if _same(one, access)]
            self._keep(replace(known[0] if known else access, since=since))

    def _refreshed(self, access: Access) -> Access:
        registration = self.registered(access.issuer)
        with Contact(registration.allowed, patience=SOON) as contact:
            found = discover(contact, registration.issuer)
            fresh = tokens.refreshed(contact, found.token, registration.client_id, access)
        self._keep(fresh)
        return fresh

    def _has(self, issuer: str, patient_id: str) -> bool:
        return any((one.issuer, one.patient_id) == (issuer, patient_id) for one in self._accesses())

    def _accesses(self) -> list[Access]:
        return tokens.accesses_from(self._vault.setting(ACCESSES))

    def _keep(self, access: Access) -> None:
        """Keeps it in place of the one before, with where the next pull begins; a deleted client's goes."""
        with self._guard:
            before = self._accesses()
            since = access.since or next((one.since for one in before if _same(one, access)), {})
            linked = {(site, link.key) for site, link in self._vault.charts.links()}
            others = [one for one in before if not _same(one, access)]
            left = [one for one in others if one.lives or (one.issuer, f"id:{one.patient_id}") in linked]
            self._vault.set_setting(ACCESSES, tokens.to_keep([*left, replace(access, since=since)]))


def forget_client(vault: Vault, client_id: str) -> None:
    """Before a client is deleted: the leave to read them goes too."""
    linked = {(site, link.key) for site, link in vault.charts.links() if link.client_id == client_id}
    before = tokens.accesses_from(vault.setting(ACCESSES))
    left = [one for one in before if (one.issuer, f"id:{one.patient_id}") not in linked]
    if len(left) < len(before):
        vault.set_setting(ACCESSES, None)
        vault.set_setting(ACCESSES, tokens.to_keep(left))


def _same(one: Access, other: Access) -> bool:
    return (one.issuer, one.patient_id) == (other.issuer, other.patient_id)


def _checked(said: Registration) -> Registration:
    """The registration in the form in which it is compared. Raises BadRequest."""
    issuer, client_id = issuer_of(said.issuer), said.client_id.strip()
    if not client_id or not client_id.isascii() or not client_id.isprintable():
        raise BadRequest("Give the client id under which the EHR knows Eyeline; its support or app page has it.")
    hosts = tuple(dict.fromkeys(origin_of(host) for host in said.hosts))
    pages = tuple(dict.fromkeys(origin_of(page) for page in said.pages))
    hooks = said.hooks
    if hooks is not None:
        if hooks.keys:
            key_set(hooks.keys)
        origins = tuple(dict.fromkeys(origin_of(one) for one in hooks.origins))
        hooks = replace(hooks, issuer=hooks.issuer.strip(), origins=origins)
        if not hooks.issuer:
            raise BadRequest("Give the name under which the EHR signs its calls (the iss of its tokens).")
    return replace(said, issuer=issuer, client_id=client_id, hosts=hosts, pages=pages, hooks=hooks)
