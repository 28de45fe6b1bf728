"""SMART Health Links against a real server on this computer: what comes in, and everything that must not happen."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from companion.errors import BadRequest, EyelineError
from companion.health_links.fetching import AT_MOST
from companion.health_links.link import HealthLink, read_link
from companion.health_links.opened import Opened, open_link
from tests.health_links.link_server import FHIR, KEY, Answer, LinkServer, link_server, pasted, sealed
from tests.importers import fhir_fixtures as made

RECORD = made.bundle(made.patient("p"), made.goal("g", "p", "Ride the bus alone"))


@pytest.fixture
def server() -> Iterator[LinkServer]:
    with link_server() as running:
        yield running


def opened(url: str, passcode: str | None = None, **more: Any) -> Opened:
    return open_link(read_link(pasted(url, **more), loopback=True), passcode)


def test_a_list_with_files_in_it_and_beside_it_comes_in(server: LinkServer) -> None:
    server.answers["/f"] = Answer(sealed(RECORD).encode())
    url = server.manifest(
        {"contentType": FHIR, "embedded": sealed(RECORD)},
        {"contentType": f"{FHIR};fhirVersion=4.0.1", "location": f"{server.base}/f"},
        {"contentType": "application/smart-health-card", "embedded": "x"},
        {"contentType": "application/smart-api-access", "embedded": "x"},
        {"contentType": "text/x-other", "embedded": sealed(RECORD, kind="text/x-other")},
    )
    found = opened(url)
    assert found.files == (("health-link-1.json", RECORD), ("health-link-2.json", RECORD))
    assert [("card" in left.why, "standing access" in left.why) for left in found.left_out] == [
        (True, False),
        (False, True),
        (False, False),
    ]
    method, path, body = server.asked[0]
    assert (method, path, json.loads(body)) == ("POST", "/m", {"recipient": "Eyeline", "embeddedLengthMax": AT_MOST})


def test_a_direct_link_is_one_file_that_may_be_packed(server: LinkServer) -> None:
    server.answers["/d"] = Answer(sealed(RECORD, zip="DEF").encode())
    found = opened(f"{server.base}/d", flag="LU")
    assert [data for _, data in found.files] == [RECORD]
    assert server.asked == [("GET", "/d?recipient=Eyeline", b"")]


def test_a_wrong_passcode_says_how_many_tries_are_left(server: LinkServer) -> None:
    server.answers["/m"] = Answer(b'{"remainingAttempts": 2}', 401)
    with pytest.raises(BadRequest, match=r"does not open the link. 2 tries are left."):
        opened(f"{server.base}/m", "1234", flag="P")
    assert json.loads(server.asked[0][2])["passcode"] == "1234"


def test_a_wrong_key_opens_nothing(server: LinkServer) -> None:
    url = server.manifest(
        {"contentType": FHIR, "embedded": sealed(RECORD, key=b"x" * 32)}, {"contentType": FHIR, "embedded": "no.token"}
    )
    found = opened(url)
    assert found.files == ()
    assert all("does not open with the link's key" in left.why for left in found.left_out)


def test_another_way_of_sealing_is_not_taken(server: LinkServer) -> None:
    from jwcrypto import jwe, jwk
    from jwcrypto.common import base64url_encode

    token = jwe.JWE(RECORD, json.dumps({"alg": "A256KW", "enc": "A256GCM"}), algs=["A256KW", "A256GCM"])
    token.add_recipient(jwk.JWK(kty="oct", k=base64url_encode(KEY)))
    url = server.manifest({"contentType": FHIR, "embedded": token.serialize(compact=True)})
    assert "does not open" in opened(url).left_out[0].why


def test_no_redirect_is_followed(server: LinkServer) -> None:
    server.answers["/m"] = Answer(b"", 307, {"location": f"{server.base}/other"})
    server.manifest({"contentType": FHIR, "embedded": sealed(RECORD)}, path="/other")
    with pytest.raises(EyelineError, match="leads on to another address"):
        opened(f"{server.base}/m")
    assert [path for _, path, _ in server.asked] == ["/m"]


def test_no_other_host_is_contacted(server: LinkServer) -> None:
    with link_server() as other:
        other.answers["/f"] = Answer(sealed(RECORD).encode())
        url = server.manifest(
            {"contentType": FHIR, "location": f"{other.base}/f"},
            {"contentType": FHIR, "location": "file:///etc/passwd"},
            {"contentType": FHIR, "location": f"http://a@127.0.0.1:{server.server_port}/f"},
            {"contentType": FHIR},
        )
        found = opened(url)
        assert found.files == () and other.asked == []
        assert all("another host" in left.why for left in found.left_out)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (Answer(b"x" * (AT_MOST + 1)), "more than 16 MiB"),
        (Answer(b"", 404), "no longer active"),
        (Answer(b"", 500), "did not answer as it should"),
        (Answer(b"{"), "did not answer as it should"),
        (Answer(b"[" * 100_000), "did not answer as it should"),
        (Answer(b'{"files": 3}'), "did not answer as it should"),
        (Answer(b'{"files": []}'), "did not answer as it should"),
        (Answer(b'{"files": ["x"]}'), "did not answer as it should"),
        (Answer(b"\xff\xfe"), "did not answer as it should"),
    ],
)
def test_an_answer_that_is_none_is_a_sentence(server: LinkServer, answer: Answer, sentence: str) -> None:
    server.answers["/m"] = answer
    with pytest.raises(EyelineError, match=sentence):
        opened(f"{server.base}/m")


def test_a_host_that_never_ends_its_answer_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        done = threading.Event()

        def drip() -> None:
            line, _ = listening.accept()
            with line:
                line.recv(65536)
                line.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n")
                while not done.wait(0.01):
                    try:
                        line.sendall(b" ")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        link = HealthLink(f"http://127.0.0.1:{port}/m", KEY, "", wants_passcode=False, direct=False)
        try:
            with pytest.raises(EyelineError, match="did not answer"):
                open_link(link, None, patience=0.3)
        finally:
            done.set()
            thread.join()


NOW = datetime(2026, 1, 1, tzinfo=UTC)
GOOD: dict[str, Any] = {"flag": "LP", "label": "Ana's \x1b[2Jrecord", "exp": NOW.timestamp() + 1, "v": 1}


def test_a_link_is_read_with_a_viewers_address_before_it() -> None:
    link = read_link("https://viewer.example/#" + pasted("https://ehr.example:8443/x", **GOOD) + "\n", now=NOW)
    assert (link.host, link.label, link.wants_passcode, link.direct) == (
        *("ehr.example:8443", "Ana's [2Jrecord"),
        *(True, False),
    )
    assert link.key == KEY


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "no SMART Health Link"),
        ("https://ehr.example", "no SMART Health Link"),
        ("shlink:/", "no SMART Health Link"),
        ("shlink:/!!!", "no SMART Health Link"),
        ("shlink:/W10", "no SMART Health Link"),
        ("shlink:/" + "A" * 9000, "no SMART Health Link"),
        (pasted("https://ehr.example/x", exp="soon"), "no SMART Health Link"),
        (pasted("https://ehr.example/x", exp=1e30), "no SMART Health Link"),
        (pasted("https://ehr.example:99999/x"), "no SMART Health Link"),
        (pasted("https://ehr.example/x", key=b"short"), "damaged or of a kind"),
        (pasted("https://ehr.example/x", v=2), "damaged or of a kind"),
        (pasted("https://ehr.example/x", flag="PU"), "damaged or of a kind"),
        (pasted("https://ehr.example/x", flag="Z"), "damaged or of a kind"),
        (pasted("http://ehr.example/x"), "no encrypted address"),
        (pasted("http://127.0.0.1/x"), "no encrypted address"),
        (pasted("https://user@ehr.example/x"), "no encrypted address"),
        (pasted("https:///x"), "no encrypted address"),
        (pasted("file:///etc/passwd"), "no encrypted address"),
        (pasted("https://ehr.example/x", exp=NOW.timestamp()), "has expired"),
    ],
)
def test_what_is_no_link_or_has_expired_is_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(BadRequest, match=sentence):
        read_link(text, now=NOW)


def test_only_this_computer_may_be_reached_unencrypted_and_only_when_told() -> None:
    assert read_link(pasted("http://127.0.0.1:1/x"), loopback=True).host == "127.0.0.1:1"
    with pytest.raises(BadRequest, match="no encrypted address"):
        read_link(pasted("http://ehr.example/x"), loopback=True)


def bring(data: Path, link: str, *words: str, say: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "companion", "import", "--data", str(data), "--client", "Ana Reyes"]
    environment = os.environ | {"EYELINE_LINKS_ON_LOOPBACK": "1"}
    return subprocess.run(
        [*command, "--class", "record", "--link", link, *words],
        input=say,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_command_line_asks_before_it_fetches_and_before_it_keeps(server: LinkServer, tmp_path: Path) -> None:
    link = pasted(server.manifest({"contentType": FHIR, "embedded": sealed(RECORD)}), flag="P", label="My record")
    no = bring(tmp_path / "data", link, say="n\n")
    assert no.returncode == 1 and server.asked == []
    assert f"contact 127.0.0.1:{server.server_port}" in no.stderr and 'calls itself "My record"' in no.stderr
    unkept = bring(tmp_path / "data", link, say="y\n4711\nn\n")
    assert unkept.returncode == 1 and "Nothing was kept." in unkept.stderr
    assert "About Ana Reyes, born 1990-02-03:" in unkept.stderr and "1 Goal" in unkept.stderr
    assert "Ride the bus" not in unkept.stdout + unkept.stderr
    assert not (tmp_path / "data").exists()
    yes = bring(tmp_path / "data", link, "--yes", say="4711\na long enough passphrase\n")
    assert yes.returncode == 0, yes.stderr
    assert "health link: imported 1 note" in yes.stdout


def test_a_link_comes_in_alone_and_for_one_client(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "companion", "import", "--data", str(tmp_path), "--link", "shlink:/x"]
    for more in ([], [str(tmp_path), "--client", "Ana"]):
        done = subprocess.run([*command, *more], capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 1 and "A link comes in alone and for one client" in done.stderr
