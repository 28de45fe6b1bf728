"""axe-core's rules over a page, with those for contrast 7 and for targets that a finger hits."""

from __future__ import annotations

from playwright.sync_api import Page

from companion.demo.browser import EXTENSION

AXE = EXTENSION / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async () => {
  const rules = { "color-contrast-enhanced": { enabled: true }, "target-size": { enabled: true } };
  const { violations } = await axe.run(document, { rules });
  const told = ({ html, failureSummary }) => `${html} ${failureSummary}`;
  return violations.map(({ id, nodes }) => [id, ...nodes.map(told)]);
}"""


def violations(page: Page) -> list[list[str]]:
    """What axe finds on the page as it stands: rule, then each element. Brought in by the driver's hand: as a script
    tag the page's own policy would not let it in."""
    assert AXE.exists(), "axe-core is not installed: scripts/test.py does it"
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[list[str]] = page.evaluate(RUN)
    return found
