"""A document in Firefox, the page in front or the real sidebar's, and what a person does in it: real keys and clicks of
the browser's own, sent where Marionette sends a tab's."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any

from tests.firefox.marionette import Firefox, FirefoxError

_FUNCTIONS = Path(__file__).with_name("document.js").read_text(encoding="utf-8")

SOON = 15.0
"""Seconds that a page gets to show what it is waited for: a test that fails should not take a minute to say so."""

PAGE = "gBrowser.selectedBrowser"
SIDEBAR = 'SidebarController.browser.contentDocument.getElementById("webext-panels-browser")'

_ACTOR = 'const actor = (%s).browsingContext.currentWindowGlobal.getActor("MarionetteCommands");'
_RUN = _ACTOR + "return await actor.executeScript(arguments[0], arguments[1], { async: false, timeout: 120000 });"
_CLICK = (
    _ACTOR
    + """
const [x, y] = arguments;
for (const type of ["mousemove", "mousedown", "mouseup"]) {
  const clickCount = type === "mousemove" ? 0 : 1;
  const eventData = { type, button: 0, buttons: type === "mousedown" ? 1 : 0, clickCount };
  await actor.dispatchEvent("synthesizeMouseAtPoint", { x, y, eventData });
}"""
)
_PRESS = (
    "(%s).focus();"
    + _ACTOR
    + """
for (const key of arguments) {
  for (const name of ["synthesizeKeyDown", "synthesizeKeyUp"]) {
    const eventData = { key, code: "", location: 0, printable: [...key].length === 1 };
    await actor.dispatchEvent(name, { x: 0, y: 0, eventData });
  }
}"""
)


class Document:
    """`where` is an expression of the browser's window that gives the <browser> whose document this is."""

    def __init__(self, firefox: Firefox, where: str) -> None:
        self.firefox = firefox
        self._where = where

    def evaluate(self, script: str, *args: Any) -> Any:
        """Runs the body of a function (it may await) in the document's page; `args` are its `arguments`."""
        whole = f"return (async function() {{ {script} }}).apply(null, arguments);"
        return self.firefox.chrome(_RUN.replace("%s", self._where), whole, list(args))

    def text(self) -> str:
        """What is seen of it."""
        return str(self.evaluate("return document.body.innerText;"))

    def source(self) -> str:
        """All that is in it, seen or not, and what was typed into its fields."""
        typed = "[...document.querySelectorAll('input, textarea')].map((one) => one.value).join('\\n')"
        return str(self.evaluate(f"return document.documentElement.outerHTML + {typed};"))

    def count(self, selector: str) -> int:
        return int(self.evaluate("return document.querySelectorAll(arguments[0]).length;", selector))

    def wait_for(self, selector: str, words: str = "", *, patience: float = SOON) -> None:
        """Until an element is seen that says these words. `label=Code` is the control that has this label."""
        self._wait(selector, words, False, patience)

    def wait_until_gone(self, selector: str, words: str = "", *, patience: float = SOON) -> None:
        self._wait(selector, words, True, patience)

    def _wait(self, selector: str, words: str, gone: bool, patience: float) -> None:
        instead = self._call("waitFor", selector, words, gone, int(patience * 1000))
        still = "still there" if gone else "not there"
        assert instead == "", f"{selector} {words!r} is {still} after {patience} s. There is:\n{instead}"

    def click(self, selector: str, words: str = "") -> None:
        """Waits for it, then clicks where it is; fails where something else lies over it."""
        self.wait_for(selector, words)
        point = self._call("pointAt", selector, words)
        self.firefox.chrome(_CLICK.replace("%s", self._where), *point)

    def press(self, *keys: str) -> None:
        """One key after the other, as `KeyboardEvent.key` calls them."""
        self.firefox.chrome(_PRESS.replace("%s", self._where), *keys)

    def type(self, selector: str, words: str) -> None:
        """In place of all that stands in the field."""
        self.click(selector)
        self._call("selectAll")
        self.press(*(words or ["Delete"]))

    def _until(self, condition: str, *args: Any) -> None:
        late = self.evaluate(
            f"""const until = performance.now() + 5000;
            while (!({condition}) && performance.now() < until) await new Promise(requestAnimationFrame);
            return !({condition});""",
            *args,
        )
        assert not late, f"never: {condition} with {args}"

    def _call(self, name: str, *args: Any) -> Any:
        return self.evaluate(f"{_FUNCTIONS}\nreturn {name}(...arguments);", *args)


class Sidebar(Document):
    """The extension's panel in Firefox's real sidebar."""

    def __init__(self, firefox: Firefox, extension: str) -> None:
        super().__init__(firefox, SIDEBAR)
        self._id = re.sub(r"[^a-z0-9_-]", "_", extension.lower())

    def open(self) -> None:
        """Returns when the panel's page has loaded; what it shows then is for the test to wait for."""
        self.firefox.chrome(
            "await SidebarController.promiseInitialized; await SidebarController.show(arguments[0]);",
            f"{self._id}-sidebar-action",
        )
        self.wait_until_loaded()

    def wait_until_loaded(self) -> None:
        late = self.firefox.chrome(
            f"""const loaded = () => SidebarController.isOpen && {SIDEBAR}?.currentURI.spec.endsWith("/panel.html")
              && !{SIDEBAR}.webProgress.isLoadingDocument;
            const until = Date.now() + arguments[0];
            while (!loaded() && Date.now() < until) await new Promise((later) => setTimeout(later, 10));
            return !loaded();""",
            int(SOON * 1000),
        )
        assert not late, f"no panel in the sidebar after {SOON} s"

    def close(self) -> None:
        self.firefox.chrome("SidebarController.hide();")

    def click_button(self) -> None:
        """On Eyeline's button, which a therapist has moved from the list of extensions into the toolbar."""
        self.firefox.chrome(
            """CustomizableUI.addWidgetToArea(`${arguments[0]}-browser-action`, "nav-bar");
            document.getElementById(`${arguments[0]}-BAP`).click();""",
            self._id,
        )

    def shortcut(self, key: str) -> None:
        """What the browser does on a key of the extension's, called by its letter. A key that is pressed in a page does
        not get as far as the browser's own keys."""
        found = self.firefox.chrome(
            """const keys = [...document.querySelectorAll(`keyset[id*="${arguments[0]}"] key`)];
            const wanted = keys.find((one) => one.getAttribute("key")?.toUpperCase() === arguments[1]);
            wanted?.doCommand();
            return wanted !== undefined;""",
            self._id,
            key,
        )
        if not found:
            raise FirefoxError(f"Eyeline has no shortcut with {key}")

    def resize(self, width: int) -> None:
        """As by dragging its edge. Firefox gives a new sidebar 252 px, and lets none be much narrower."""
        self.firefox.chrome("SidebarController._box.style.width = `${arguments[0]}px`;", width)
        self._until("innerWidth === arguments[0]", width)

    def theme(self, name: str) -> None:
        """Firefox's own `dark` or `light` theme; pages follow it."""
        self.firefox.chrome(
            """const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
            await (await AddonManager.getAddonByID(`firefox-compact-${arguments[0]}@mozilla.org`)).enable();""",
            name,
        )
        self._until("matchMedia(`(prefers-color-scheme: ${arguments[0]})`).matches", name)

    def screenshot(self, path: Path) -> None:
        """The whole window: page and sidebar."""
        self.firefox.turn_to("chrome")
        path.write_bytes(base64.b64decode(self.firefox.ask("WebDriver:TakeScreenshot", full=False, hash=False)))
