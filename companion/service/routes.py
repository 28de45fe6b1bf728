"""The table of routes: path, what may be asked, who may ask, and the function that answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from companion.service import (
    client_routes,
    detail_routes,
    ehr_requests,
    ehr_routes,
    key_requests,
    launch_routes,
    panel_routes,
    requests,
    settings_routes,
    window_requests,
    window_routes,
)
from companion.service.about import About
from companion.service.guard import BODY_AT_MOST
from companion.service.replies import Reply
from companion.service.sessions import Peer, Session
from companion.service.state import Running
from companion.service.window_requests import CaseloadSearchRequest

Answer = Callable[[Running, Session, Any], Reply | About | Awaitable[Reply]]

EVERYBODY: frozenset[Peer] = frozenset({"panel", "launch"})
PANEL: frozenset[Peer] = frozenset({"panel"})
LAUNCH_ALONE: frozenset[Peer] = frozenset({"launch"})

NOTE_AT_MOST = 512 * 1024
"""Bytes: 60,000 characters (`requests.PAGE_AT_MOST`), six bytes each at the worst, a third more when sealed."""


@dataclass(frozen=True, slots=True)
class SealedRoute:
    """One sealed request: nobody but `peers` is answered."""

    path: str
    params: type[requests.Request]
    answer: Answer
    peers: frozenset[Peer]
    body_at_most: int = BODY_AT_MOST


SEALED = (
    SealedRoute("/v1/status", requests.StatusRequest, panel_routes.status, EVERYBODY),
    SealedRoute("/v1/chart/open", requests.ChartRequest, panel_routes.open_chart, PANEL),
    SealedRoute("/v1/chart/confirm", requests.ConfirmRequest, panel_routes.confirm_chart, PANEL),
    SealedRoute("/v1/chart/reject", requests.RejectRequest, panel_routes.reject_chart, PANEL),
    SealedRoute("/v1/note", requests.NoteRequest, panel_routes.note, PANEL),
    SealedRoute("/v1/search", requests.SearchRequest, panel_routes.search, PANEL),
    SealedRoute("/v1/echoes", requests.EchoesRequest, panel_routes.echoes, PANEL),
    SealedRoute("/v1/theme", requests.ThemeRequest, detail_routes.theme, PANEL),
    SealedRoute("/v1/themes", requests.ThemesRequest, detail_routes.themes, PANEL),
    SealedRoute("/v1/goal", requests.GoalRequest, detail_routes.goal, PANEL),
    SealedRoute("/v1/goals", requests.GoalsRequest, detail_routes.goals, PANEL),
    SealedRoute("/v1/people", requests.PeopleRequest, detail_routes.people, PANEL),
    SealedRoute("/v1/follow_ups", requests.FollowUpsRequest, detail_routes.follow_ups, PANEL),
    SealedRoute("/v1/risk", requests.RiskRequest, detail_routes.risk, PANEL),
    SealedRoute("/v1/decide", requests.DecideRequest, panel_routes.decide, PANEL),
    SealedRoute("/v1/decisions", requests.DecisionsRequest, detail_routes.decisions, PANEL),
    SealedRoute("/v1/note/keep", requests.KeepNoteRequest, panel_routes.keep_note, PANEL, NOTE_AT_MOST),
    SealedRoute("/v1/listen", requests.ListenRequest, panel_routes.listen, EVERYBODY),
    SealedRoute("/v1/vault/state", requests.VaultStateRequest, window_routes.vault_state, LAUNCH_ALONE),
    SealedRoute("/v1/vault/create", requests.CreateVaultRequest, window_routes.create_vault, LAUNCH_ALONE),
    SealedRoute("/v1/vault/keyring", requests.KeyringRequest, window_routes.keyring, LAUNCH_ALONE),
    SealedRoute("/v1/vault/pin/choose", key_requests.ChoosePinRequest, window_routes.choose_pin, LAUNCH_ALONE),
    SealedRoute("/v1/vault/pin/remove", key_requests.RemovePinRequest, window_routes.remove_pin, LAUNCH_ALONE),
    SealedRoute(
        "/v1/vault/passphrase", key_requests.ChangePassphraseRequest, window_routes.change_passphrase, LAUNCH_ALONE
    ),
    SealedRoute(
        "/v1/vault/recovery_key", key_requests.RenewRecoveryKeyRequest, window_routes.renew_recovery_key, LAUNCH_ALONE
    ),
    SealedRoute("/v1/vault/renew_keys", key_requests.RenewKeysRequest, window_routes.renew_keys, LAUNCH_ALONE),
    SealedRoute("/v1/vault/unlock", requests.UnlockRequest, launch_routes.unlock, LAUNCH_ALONE),
    SealedRoute("/v1/vault/lock", requests.LockRequest, launch_routes.lock, LAUNCH_ALONE),
    SealedRoute("/v1/vault/lock_after", requests.LockAfterRequest, launch_routes.lock_after, LAUNCH_ALONE),
    SealedRoute("/v1/pairing/code", requests.PairingCodeRequest, launch_routes.pairing_code, LAUNCH_ALONE),
    SealedRoute("/v1/pairing/list", requests.PairingListRequest, launch_routes.pairing_list, LAUNCH_ALONE),
    SealedRoute("/v1/pairing/revoke", requests.RevokeRequest, launch_routes.revoke, LAUNCH_ALONE),
    SealedRoute("/v1/clients", requests.ClientsRequest, launch_routes.clients, LAUNCH_ALONE),
    SealedRoute("/v1/client/list", window_requests.ClientListRequest, client_routes.client_list, LAUNCH_ALONE),
    SealedRoute("/v1/client/page", window_requests.ClientRequest, client_routes.page, LAUNCH_ALONE),
    SealedRoute("/v1/client/brief", window_requests.ClientRequest, client_routes.brief, LAUNCH_ALONE),
    SealedRoute("/v1/client/theme", window_requests.ClientFindingRequest, client_routes.theme, LAUNCH_ALONE),
    SealedRoute("/v1/client/goal", window_requests.ClientFindingRequest, client_routes.goal, LAUNCH_ALONE),
    SealedRoute("/v1/client/risk", window_requests.ClientRequest, client_routes.risk, LAUNCH_ALONE),
    SealedRoute("/v1/client/consent", window_requests.ClientRequest, client_routes.consent, LAUNCH_ALONE),
    SealedRoute(
        "/v1/client/consent/record", window_requests.RecordConsentRequest, client_routes.record_consent, LAUNCH_ALONE
    ),
    SealedRoute("/v1/client/decide", window_requests.ClientDecideRequest, client_routes.decide, LAUNCH_ALONE),
    SealedRoute("/v1/client/decisions", requests.ClientDecisionsRequest, detail_routes.decisions_about, LAUNCH_ALONE),
    SealedRoute("/v1/caseload/search", CaseloadSearchRequest, launch_routes.search_caseload, LAUNCH_ALONE),
    SealedRoute("/v1/caseload/note", window_requests.CaseloadNoteRequest, window_routes.caseload_note, LAUNCH_ALONE),
    SealedRoute("/v1/search/saved", window_requests.SavedSearchesRequest, settings_routes.search_list, LAUNCH_ALONE),
    SealedRoute("/v1/search/save", window_requests.SaveSearchRequest, settings_routes.search_save, LAUNCH_ALONE),
    SealedRoute("/v1/search/forget", window_requests.ForgetSearchRequest, settings_routes.search_forget, LAUNCH_ALONE),
    SealedRoute("/v1/sample/start", window_requests.SampleRequest, settings_routes.sample_start, LAUNCH_ALONE),
    SealedRoute("/v1/sample/remove", window_requests.SampleRequest, settings_routes.sample_remove, LAUNCH_ALONE),
    SealedRoute("/v1/vault/about", window_requests.AboutEyelineRequest, settings_routes.about, LAUNCH_ALONE),
    SealedRoute("/v1/note_classes", window_requests.NoteClassesRequest, settings_routes.note_classes, LAUNCH_ALONE),
    SealedRoute(
        "/v1/note_classes/show",
        window_requests.ShowNoteClassesRequest,
        settings_routes.show_note_classes,
        LAUNCH_ALONE,
    ),
    SealedRoute("/v1/window/at_login", window_requests.AtLoginRequest, settings_routes.at_login, LAUNCH_ALONE),
    SealedRoute(
        "/v1/window/bring_to_front", window_requests.BringToFrontRequest, window_routes.bring_to_front, LAUNCH_ALONE
    ),
    SealedRoute("/v1/window/in_front", window_requests.InFrontRequest, window_routes.in_front, LAUNCH_ALONE),
    SealedRoute("/v1/vault/wipe", window_requests.WipeRequest, settings_routes.wipe, LAUNCH_ALONE),
    SealedRoute("/v1/import", requests.ImportRequest, launch_routes.bring_in, LAUNCH_ALONE),
    SealedRoute("/v1/import/start", requests.ImportRequest, launch_routes.import_start, LAUNCH_ALONE, NOTE_AT_MOST),
    SealedRoute("/v1/import/status", requests.ImportStatusRequest, launch_routes.import_status, LAUNCH_ALONE),
    SealedRoute("/v1/import/pause", requests.ImportPauseRequest, launch_routes.import_pause, LAUNCH_ALONE),
    SealedRoute("/v1/import/resume", requests.ImportResumeRequest, launch_routes.import_resume, LAUNCH_ALONE),
    SealedRoute("/v1/import/cancel", requests.ImportCancelRequest, launch_routes.import_cancel, LAUNCH_ALONE),
    SealedRoute("/v1/backup", requests.BackupRequest, launch_routes.back_up, LAUNCH_ALONE),
    SealedRoute("/v1/backup/state", window_requests.BackupStateRequest, settings_routes.backup_state, LAUNCH_ALONE),
    SealedRoute(
        "/v1/backup/schedule", window_requests.BackupScheduleRequest, settings_routes.backup_schedule, LAUNCH_ALONE
    ),
    SealedRoute("/v1/delete/client", requests.DeleteClientRequest, launch_routes.delete_client, LAUNCH_ALONE),
    SealedRoute("/v1/delete/note", requests.DeleteNoteRequest, launch_routes.delete_note, LAUNCH_ALONE),
    SealedRoute("/v1/audit", requests.AuditRequest, launch_routes.audit, LAUNCH_ALONE),
    SealedRoute("/v1/export", requests.ExportRequest, launch_routes.export, LAUNCH_ALONE),
    SealedRoute("/v1/ehr/look", ehr_requests.EhrLookRequest, ehr_routes.look, LAUNCH_ALONE),
    SealedRoute("/v1/ehr/add", ehr_requests.EhrAddRequest, ehr_routes.add, LAUNCH_ALONE),
    SealedRoute("/v1/ehr/list", ehr_requests.EhrListRequest, ehr_routes.listed, LAUNCH_ALONE),
    SealedRoute("/v1/ehr/remove", ehr_requests.EhrRemoveRequest, ehr_routes.remove, LAUNCH_ALONE),
    SealedRoute("/v1/ehr/launched", ehr_requests.EhrLaunchedRequest, ehr_routes.launched, LAUNCH_ALONE),
    SealedRoute("/v1/ehr/pull", ehr_requests.EhrPullRequest, ehr_routes.pull, LAUNCH_ALONE),
    SealedRoute("/v1/ehr/pull/status", ehr_requests.EhrPullStatusRequest, ehr_routes.pull_status, LAUNCH_ALONE),
    SealedRoute("/v1/ehr/pull/keep", ehr_requests.EhrKeepRequest, ehr_routes.keep, LAUNCH_ALONE),
)
