"""`eyeline ehr`: registering with everything shown first, off again, opening, pulling."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Protocol

import pytest

from companion.__main__ import main
from companion.commands.running import Companion
from companion.service.ehr_replies import EhrLaunchedReply
from companion.service.ehr_requests import EhrLaunchedRequest
from companion.service.launch import Launch, write_launch
from tests.ehr.conftest import Desk
from tests.ehr.ehr_server import patient
from tests.ehr.test_pull import document
from tests.ehr.tokens import KEYS


class Command(Protocol):
    def __call__(self, *words: str, say: str = "") -> int: ...


@pytest.fixture
def command(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs `eyeline ehr`; `say` is typed."""
    folder = tmp_path / "launch"
    folder.mkdir()
    write_launch(folder, Launch(desk.running.port, desk.running.launch_key))

    def run(*words: str, say: str = "") -> int:
        monkeypatch.setattr("sys.stdin", io.StringIO(say))
        return main(["ehr", "--data", str(folder), *words])

    return run


def test_registering_shows_what_is_asked_and_takes_a_yes(
    desk: Desk, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    adding = ["add", desk.ehr.issuer, "--client-id", "eyeline-test"]
    assert command(*adding, say="n\n") == 1
    assert desk.ehr.asked == []
    assert command(*adding, say="y\nn\n") == 1
    assert list(desk.running.ehrs.registrations) == []
    assert "who the patient is: name, birth date, record number" in capsys.readouterr().err
    assert command(*adding, "--keep-access", "--page", "https://chart.example/x", say="y\ny\n") == 0
    said, shown = capsys.readouterr()
    assert "until you take Eyeline off" in shown
    for word in (
        f"{desk.own}/ehr/launch",
        f"{desk.own}/ehr/redirect",
        f"{desk.own}/cds-services",
        "https://chart.example",
    ):
        assert word in said
    assert "until you take Eyeline off" in said
    assert desk.running.ehrs.registrations[0].pages == ("https://chart.example",)


def test_another_host_has_to_be_confirmed(desk: Desk, command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    desk.ehr.goes_wrong(token_endpoint="https://login.example/token")
    adding = ["add", desk.ehr.issuer, "--client-id", "x"]
    assert command(*adding, "--yes") == 1
    assert command(*adding, say="y\nn\ny\n") == 1
    assert "--host https://login.example" in capsys.readouterr().err
    assert list(desk.running.ehrs.registrations) == []
    assert command(*adding, say="y\ny\ny\n") == 0
    assert command(*adding, "--yes", "--host", "https://login.example") == 0
    assert desk.running.ehrs.registrations[0].hosts == ("https://login.example",)


def test_an_ehr_of_cards_alone(
    desk: Desk, command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = tmp_path / "jwks.json"
    keys.write_text(KEYS, encoding="utf-8")
    adding = ["add", f"{desk.ehr.base}/plain", "--client-id", "x", "--yes", "--hooks-page", "https://ehr.example"]
    assert command(*adding) == 1
    assert command(*adding, "--hooks-issuer", "https://ehr.example", "--hooks-keys", str(tmp_path / "none")) == 1
    assert command(*adding, "--hooks-issuer", "https://ehr.example", "--hooks-keys", str(keys)) == 0
    said = capsys.readouterr()
    assert "Only cards" in said.err
    assert "may ask for cards: https://ehr.example https://ehr.example" in said.out
    (hooks,) = [one.hooks for one in desk.running.ehrs.registrations]
    assert hooks is not None
    assert json.loads(hooks.keys) == json.loads(KEYS)


def test_off_again_with_one_command(desk: Desk, command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    desk.register()
    assert command("list") == 0
    assert desk.ehr.issuer in capsys.readouterr().out
    assert command("remove", desk.ehr.issuer) == 0
    assert "No EHR is registered" in capsys.readouterr().out
    assert command("remove", desk.ehr.issuer) == 1


def test_opening_goes_by_our_own_door(desk: Desk, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.register()
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    assert command("open", desk.ehr.issuer) == 0
    said = desk.goes(opened[0])
    assert said.headers["location"].startswith(f"{desk.ehr.base}/auth/authorize?")


def test_a_pull_shows_counts_and_days_before_it_keeps(
    desk: Desk, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.ehr.holds(patient(), document("d1"))
    desk.register()
    pulling = ["pull", "--client", "Catherine Lindqvist", "--class", "record"]
    assert command(*pulling) == 1
    assert "Open Eyeline from their chart there" in capsys.readouterr().err
    desk.confirmed()
    assert command(*pulling, say="n\n") == 1
    said = capsys.readouterr()
    assert "DocumentReference: 1 new, 0 already here, 2024-06-03 to 2024-06-03" in said.out
    assert "Nothing was kept." in said.err
    assert command(*pulling, "--yes") == 0
    assert "DocumentReference/d1 (ehr.json): imported 1 note" in capsys.readouterr().out
    assert command("pull", "--client", "Nobody", "--yes") == 1


def test_a_pull_that_is_not_whole_does_not_end_well(
    desk: Desk, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.ehr.holds(patient(), document("d1"), Goal={"status": 500, "times": 9})
    desk.register()
    desk.confirmed()
    assert command("pull", "--client", desk.client.id, "--class", "record", "--yes") == 1
    assert "Goal: 0 new, 0 already here. Not all of it: The EHR answered with an error" in capsys.readouterr().out


def test_the_window_hears_whom_an_ehr_handed_over(desk: Desk, command: Command, tmp_path: Path) -> None:
    with Companion(tmp_path / "launch") as companion:

        def told(**asked: str) -> EhrLaunchedReply:
            return companion.ask("/v1/ehr/launched", EhrLaunchedRequest(**asked), EhrLaunchedReply)

        assert told().state == "none"
        desk.register()
        word = desk.launched()
        assert (told().state, [card.name for card in told().candidates]) == ("ask", ["Catherine Lindqvist"])
        desk.confirmed()
        assert (told().state, told(launch=word).issuer) == ("sure", desk.ehr.issuer)
        assert told(launch="x" * 22).state == "none"
