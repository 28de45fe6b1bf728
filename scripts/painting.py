"""How long the real side panel takes, in real Chromium: from a chart's new address to blank, from there to the painted
overview, and from the shade's key to a covered panel."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field

from companion.demo.browser import DemoBrowser, open_browser
from companion.demo.chart_server import serve_chart
from companion.record import Client
from tests.companion_process import CompanionProcess

_AFTER_PAINT = """(act) => requestAnimationFrame(() => { // the task after this one sees it painted
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = act;
  port2.postMessage(null);
})"""
_CHANGE = f"""([tail, before]) => new Promise((done) => {{
  const afterPaint = {_AFTER_PAINT};
  chrome.tabs.onUpdated.addListener(function heard(_id, change) {{
    if (change.url === undefined) return;
    chrome.tabs.onUpdated.removeListener(heard);
    const told = performance.now();
    const times = {{ left: document.body.textContent.includes(before) }}; // the panel heard first
    afterPaint(() => {{ times.blank = performance.now() - told; }});
    const shown = () => document.querySelector("main.rest") && document.body.textContent.includes(tail);
    const watch = new MutationObserver(() => {{
      if (!shown()) return;
      watch.disconnect();
      afterPaint(() => done({{ ...times, painted: performance.now() - told }}));
    }});
    watch.observe(document.body, {{ subtree: true, childList: true, characterData: true }});
  }});
}})"""
_SHADE = f"""() => new Promise((done) => {{
  const afterPaint = {_AFTER_PAINT};
  const covered = () => document.querySelector("[data-view=shade]") !== null;
  const before = covered();
  const watch = new MutationObserver(() => {{
    if (covered() === before) return;
    watch.disconnect();
    afterPaint(() => done(performance.timeOrigin + performance.now()));
  }});
  watch.observe(document.body, {{ subtree: true, childList: true }});
}})"""
_PRESS = """() => {
  chrome.runtime.sendMessage({ kind: "shade" });
  return performance.timeOrigin + performance.now();
}"""


@dataclass(slots=True)
class Painting:
    """Milliseconds, one of each for every change; `left` counts the changes whose first frame still had a word of the
    client before."""

    painted: list[float] = field(default_factory=list)
    blank: list[float] = field(default_factory=list)
    shade: list[float] = field(default_factory=list)
    left: int = 0


def painting_times(process: CompanionProcess, clients: Sequence[Client], changes: int) -> Painting | None:
    """`changes` changes of the chart and presses of the shade's key, companion warm, every chart confirmed before; None
    where there is no Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        return None
    chart = serve_chart(clients)
    browser = open_browser(chromium, chart.client_url(clients[0]), process.pairing_code(), headless=True)
    found = Painting()
    try:
        for client in clients:
            if client is not clients[0]:  # its chart is open already
                _go(browser, client)
            browser.panel.get_by_role("button", name="Yes").click()
            browser.panel.get_by_text(client.record_tail).wait_for()
            browser.panel.locator("main.rest").wait_for()
        for at in range(changes):
            _change(browser, clients[at % len(clients)], clients[(at + 1) % len(clients)], found)
        for _ in range(changes):
            _shade(browser, found)
    finally:
        browser.close()
        chart.close()
    return found


def _go(browser: DemoBrowser, client: Client) -> None:
    browser.chart.get_by_role("link", name=client.name).click()


def _change(browser: DemoBrowser, before: Client, client: Client, found: Painting) -> None:
    browser.panel.evaluate(
        f"([tail, before]) => {{ globalThis.painted = ({_CHANGE})([tail, before]); }}",
        [client.record_tail, before.record_tail],
    )
    _go(browser, client)
    times = browser.panel.evaluate("painted")
    found.painted.append(times["painted"])
    found.blank.append(times["blank"])
    found.left += times["left"]


def _shade(browser: DemoBrowser, found: Painting) -> None:
    """Covers; then uncovers. The background page sends what a pressed key makes it send."""
    worker = browser.context.service_workers[0]
    for covering in (True, False):
        browser.panel.evaluate(f"() => {{ globalThis.covered = ({_SHADE})(); }}")
        pressed = float(worker.evaluate(_PRESS))
        done = float(browser.panel.evaluate("covered"))
        if covering:
            found.shade.append(done - pressed)
