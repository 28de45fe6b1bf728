"""The vault locks when nobody has asked anything for a while, and not because a panel listens."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from companion.errors import Damaged
from companion.service import launch_routes, requests
from companion.service.app import UNATTENDED
from companion.service.idle_lock import MINUTES, IdleLock
from companion.service.routes import SEALED
from companion.service.sessions import Session
from tests.service.test_panel_routes import chart, confirmed

if TYPE_CHECKING:
    from tests.service.conftest import Service

pytestmark = pytest.mark.trust

NOBODY = cast(Session, None)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(service: Service) -> Clock:
    """The service's idle lock goes by it from here on."""
    clock, running = Clock(), service.running
    running.idle = IdleLock(running.lock, running.lock_after, lambda: running.imports.under_way, clock)
    return clock


def test_it_locks_after_half_an_hour_without_an_act_and_tells_the_panels(service: Service, clock: Clock) -> None:
    panel, client = service.panel(), service.clients[0]
    scope = confirmed(panel, client)["result"]["scope"]
    clock.now += MINUTES * 60 - 1
    assert not service.running.idle.look()
    clock.now += 1
    seq = service.running.events.seq
    assert service.running.idle.look()
    assert service.running.workspace.vault.locked
    assert [event.kind for event in service.running.events.since(seq, "any")] == ["locked"]
    assert "error" in panel.ask("/v1/themes", scope=scope)
    assert panel.ask("/v1/chart/open", **chart(client))["error"]["kind"] == "locked"
    clock.now += 1000
    assert not service.running.idle.look(), "it is locked"


def test_an_act_begins_the_time_anew_and_asking_how_things_stand_does_not(service: Service, clock: Clock) -> None:
    panel, client = service.panel(), service.clients[0]
    scope = confirmed(panel, client)["result"]["scope"]
    clock.now += MINUTES * 60 - 60
    panel.ask("/v1/themes", scope=scope)
    clock.now += MINUTES * 60 - 60
    panel.ask("/v1/status")
    assert not service.running.idle.look()
    clock.now += 60
    assert service.running.idle.look()


def test_what_asks_by_itself_is_known_by_name() -> None:
    assert {route.path for route in SEALED} >= UNATTENDED


def test_the_therapist_says_how_long_or_never(service: Service, clock: Clock) -> None:
    launch_routes.lock_after(service.running, NOBODY, requests.LockAfterRequest(minutes=5))
    clock.now += 4 * 60
    assert not service.running.idle.look()
    launch_routes.lock_after(service.running, NOBODY, requests.LockAfterRequest(minutes=0))
    clock.now += 24 * 3600
    assert not service.running.idle.look()
    launch_routes.lock_after(service.running, NOBODY, requests.LockAfterRequest(minutes=5))
    assert service.running.idle.look()


@pytest.mark.parametrize("jump", [-1.0, -1e9, 1e9])
def test_a_clock_that_jumps_locks_and_never_keeps_open(service: Service, clock: Clock, jump: float) -> None:
    clock.now += jump
    assert service.running.idle.look()
    assert service.running.workspace.vault.locked


def test_an_error_leaves_no_vault_open(service: Service, clock: Clock) -> None:
    """A caseload that cannot be read says not how long: it is the usual time, and a lock that fails is tried again."""
    running, tried = service.running, list[int]()

    def unreadable() -> int:
        raise Damaged("The file caseload.db fails its check and was not opened. Restore a backup.")

    def failing() -> None:
        tried.append(1)
        if len(tried) == 1:
            raise OSError("once")
        running.lock()
        idle.stop()

    idle = IdleLock(failing, unreadable, lambda: False, clock)
    clock.now += MINUTES * 60
    with pytest.MonkeyPatch.context() as fast:
        fast.setattr("companion.service.idle_lock.LOOKS_EVERY", 0.001)
        idle.start()
        idle._thread.join()
    assert (running.workspace.vault.locked, len(tried)) == (True, 2)


def test_files_that_come_in_are_brought_in_first(service: Service, clock: Clock) -> None:
    at_work = True
    idle = IdleLock(service.running.lock, service.running.lock_after, lambda: at_work, clock)
    clock.now += MINUTES * 60
    assert not idle.look()
    at_work = False
    assert idle.look()
