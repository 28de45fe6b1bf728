"""How long the real side panel takes from a chart's new address to the painted overview, in real Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

from companion.demo.browser import DemoBrowser, open_browser
from companion.demo.chart_server import serve_chart
from companion.record import Client
from tests.companion_process import CompanionProcess

_PAINTED = """(tail) => new Promise((done) => {
  chrome.tabs.onUpdated.addListener(function heard(_id, change) {
    if (change.url === undefined) return;
    chrome.tabs.onUpdated.removeListener(heard);
    const told = performance.now();
    const shown = () => document.querySelector("main.rest") && document.body.textContent.includes(tail);
    const watch = new MutationObserver(() => {
      if (!shown()) return;
      watch.disconnect();
      requestAnimationFrame(() => { // the task after this frame's callbacks runs when the frame has been painted
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done(performance.now() - told);
        port2.postMessage(null);
      });
    });
    watch.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
})"""


def painting_times(process: CompanionProcess, clients: Sequence[Client], changes: int) -> list[float] | None:
    """Milliseconds for each of `changes` changes of the chart, companion warm, every chart confirmed before; None
    where there is no Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        return None
    chart = serve_chart(clients)
    browser = open_browser(chromium, chart.client_url(clients[0]), process.pairing_code(), headless=True)
    try:
        for client in clients:
            if client is not clients[0]:  # its chart is open already
                _go(browser, client)
            browser.panel.get_by_role("button", name="Yes").click()
            browser.panel.get_by_text(client.record_tail).wait_for()
            browser.panel.locator("main.rest").wait_for()
        return [_change(browser, clients[(n + 1) % len(clients)]) for n in range(changes)]
    finally:
        browser.close()
        chart.close()


def _go(browser: DemoBrowser, client: Client) -> None:
    browser.chart.get_by_role("link", name=client.name).click()


def _change(browser: DemoBrowser, client: Client) -> float:
    browser.panel.evaluate(f"() => {{ globalThis.painted = ({_PAINTED})('{client.record_tail}'); }}")
    _go(browser, client)
    return float(browser.panel.evaluate("painted"))
