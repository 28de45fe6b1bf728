"""Watches the panel's page from inside, frame by frame: what words were on screen, and when."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

_START = """(words) => {
  const seen = () => words.filter((word) => document.body.textContent.includes(word));
  const log = { told: null, at_once: null, frames: [], later: [] };
  let done;
  globalThis.recorded = new Promise((resolve) => { done = resolve; });
  chrome.tabs.onUpdated.addListener(function heard(_id, change) {
    if (change.url === undefined || log.told !== null) return;
    chrome.tabs.onUpdated.removeListener(heard);
    log.told = performance.now();
    log.at_once = seen(); // this listener was added last, so it runs after the panel's own in the same task
    new MutationObserver(() => log.later.push(...seen())).observe(document.body,
      { subtree: true, childList: true, characterData: true, attributes: true });
    requestAnimationFrame(function frame() {
      log.frames.push(seen());
      if (log.frames.length < 60) requestAnimationFrame(frame);
      else done(log);
    });
  });
}"""


def record(panel: Page, words: list[str]) -> None:
    """From the next change of address that reaches the panel on, notes whenever one of `words` is in its DOM."""
    panel.evaluate(_START, words)


def recorded(panel: Page) -> dict[str, Any]:
    """`at_once`: words left in the very task that brought the change; `frames`: in each frame after it; `later`: after
    each mutation."""
    found: dict[str, Any] = panel.evaluate("recorded")
    return found
