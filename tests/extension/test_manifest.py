"""What the extension may do, held still: a permission, a wider CSP or a second fetch is a decision, not a slip."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

EXTENSION = Path(__file__).parents[2] / "extension"
MANIFEST: dict[str, Any] = json.loads((EXTENSION / "manifest.json").read_text(encoding="utf-8"))
CODE = [p for p in sorted(EXTENSION.rglob("*.js")) if not {"node_modules", "vendor"} & set(p.parts)]
SHOWN = [p for p in sorted(EXTENSION.rglob("*.*ml")) if "node_modules" not in p.parts]
STYLES = [p for p in sorted(EXTENSION.rglob("*.css")) if "node_modules" not in p.parts]
NAMES_CHROME = {"browser.js", "page/line.js"}
VENDORED = {"finder.js", "lit-html.js"}


def _bare(path: Path) -> str:
    """The code without its comments."""
    return re.sub(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_permissions() -> None:
    assert MANIFEST["permissions"] == ["storage", "scripting", "activeTab", "sidePanel"]
    assert MANIFEST["host_permissions"] == ["http://127.0.0.1/*"]
    assert MANIFEST["optional_host_permissions"] == ["https://*/*"]
    assert MANIFEST["externally_connectable"] == {"ids": []}
    assert MANIFEST["browser_specific_settings"]["gecko"]["data_collection_permissions"] == {"required": ["none"]}
    for never in ("content_scripts", "web_accessible_resources", "optional_permissions", "update_url", "oauth2"):
        assert never not in MANIFEST


def test_one_manifest_for_three_browsers() -> None:
    assert MANIFEST["manifest_version"] == 3
    assert MANIFEST["minimum_chrome_version"] == "123"
    assert MANIFEST["browser_specific_settings"]["gecko"]["strict_min_version"] == "142.0"
    assert MANIFEST["background"] == {
        "service_worker": "background.js",
        "scripts": ["background.js"],
        "type": "module",
    }
    assert MANIFEST["side_panel"]["default_path"] == MANIFEST["sidebar_action"]["default_panel"] == "panel/panel.html"
    assert set(MANIFEST["commands"]) == {"_execute_action", "shade", "focus", "hold"}
    keys = [command["suggested_key"]["default"] for command in MANIFEST["commands"].values()]
    assert len(set(keys)) == len(keys) <= 4, "Chrome takes four suggested keys at most"


def test_the_content_security_policy() -> None:
    assert MANIFEST["content_security_policy"] == {
        "extension_pages": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src http://127.0.0.1:*; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types lit-html"
    }


def test_the_unpacked_id_is_fixed() -> None:
    digest = hashlib.sha256(base64.b64decode(MANIFEST["key"])).hexdigest()[:32]
    assert "".join(chr(ord("a") + int(c, 16)) for c in digest) == "aoobieilfhkgcmghpmkgbpnfncopolnm"


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(EXTENSION)))
def test_a_file_keeps_to_its_room(path: Path) -> None:
    name, code = str(path.relative_to(EXTENSION)), _bare(path)
    assert path.read_text(encoding="utf-8").startswith("// @ts-check\n")
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300
    if name not in NAMES_CHROME:
        assert not re.search(
            r"\b(chrome|browser)\.(?!js\b)(runtime|tabs|windows|scripting|storage|sidePanel|commands)", code
        )
        assert not re.search(r"\bchrome\b", code)
    if name != "companion.js":
        assert not re.search(r"\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|RTCPeer|WebTransport", code)
    if name != "pairing.js":
        assert not re.search(r"indexedDB|localStorage|sessionStorage|\bcaches\b|document\.cookie", code)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|unsafe(HTML|SVG|CSS)|document\.write|\beval\(", code)
    assert not re.search(r"console\.|new Function|import\(\s*[^\"')]", code), "a log may hold client words"


def test_what_runs_in_the_ehrs_page_can_tell_and_nothing_else() -> None:
    """The page's own world gets two calls of the browser's, and nothing of ours is put into the page."""
    line = _bare(EXTENSION / "page" / "line.js")
    assert set(re.findall(r"\bchrome\.([\w.]+)", line)) <= {"runtime.sendMessage"}
    for path in (EXTENSION / "page").glob("*.js"):
        puts = r"createElement|append|prepend|\.before\(|\.after\(|setAttribute|insertBefore|replaceChild|attachShadow"
        writes = r"\.(textContent|innerText|value|className|cssText|href)\s*=[^=]|\.style\."
        assert not re.search(f"{puts}|{writes}", _bare(path)), path.name


@pytest.mark.parametrize("path", STYLES + SHOWN, ids=lambda p: str(p.relative_to(EXTENSION)))
def test_a_page_loads_nothing_from_elsewhere_and_nothing_moves(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    assert not re.search(r"https?:|url\(|@import|animation|transition|@keyframes|<script>|style=", text)


def test_one_address_alone_is_fetched() -> None:
    """The only address in the code is loopback's. Those of EHRs are patterns that a page's origin has to fit whole, and
    stand in one file that fetches nothing."""
    for path in CODE:
        code = _bare(path)
        if path.name == "sites.js":
            patterns = re.findall(r'origin: "([^"]*)"', code)
            assert all(re.fullmatch(r"(\^https?://.*\$)?", pattern) for pattern in patterns)
            code = re.sub(r'origin: "[^"]*"', "", code)
        assert set(re.findall(r"https?://[^/:`\"'\s]*", code)) <= {"http://127.0.0.1"}, path.name


@pytest.mark.parametrize("name", sorted(VENDORED))
def test_a_vendored_file_is_the_one_its_note_names(name: str) -> None:
    note = (EXTENSION / "vendor" / "README.md").read_text(encoding="utf-8")
    digest = hashlib.sha256((EXTENSION / "vendor" / name).read_bytes()).hexdigest()
    assert f"sha256 {digest}" in note.replace("\n", " ")


def test_nothing_else_is_vendored() -> None:
    licences = {f"{name.removesuffix('.js')}.LICENSE" for name in VENDORED}
    there = {p.name for p in (EXTENSION / "vendor").iterdir()}
    assert there == {"README.md", "lit-html.d.ts", *VENDORED, *licences}


def test_the_lock_file_names_no_registry() -> None:
    assert "resolved" not in (EXTENSION / "package-lock.json").read_text(encoding="utf-8")
