"""The window's pages of an open Eyeline, and the way to each: for axe, and for the pictures in docs/window."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

SAMPLE = "Catherine Lindqvist"


def clients(page: Page) -> None:
    page.keyboard.press("Control+1")
    page.locator(".client").first.wait_for()


def client(page: Page) -> None:
    clients(page)
    page.locator(".client", has_text=SAMPLE).click()
    page.locator(".themes").wait_for()


def long_client(page: Page) -> None:
    clients(page)
    page.locator(".client", has_not_text=SAMPLE).first.click()
    page.locator(".themes").wait_for()


def note(page: Page) -> None:
    client(page)
    page.locator(".themes .mark").nth(3).click()
    page.locator(".note mark").wait_for()


def theme(page: Page) -> None:
    client(page)
    page.locator(".themes button.label").first.click()
    page.locator(".quotes").wait_for()
    page.locator("aside summary").click()


def goal(page: Page) -> None:
    client(page)
    page.locator(".goals button.label").first.click()
    page.locator("[data-kind=goal] h3").wait_for()
    page.locator("aside summary").click()


def person(page: Page) -> None:
    client(page)
    page.locator(".people button.words").first.click()
    page.locator("[data-kind=person] form").first.wait_for()


def risk(page: Page) -> None:
    client(page)
    page.get_by_role("button", name="All mentions").click()
    page.locator("[data-kind=risk] li").first.wait_for()


def decided(page: Page) -> None:
    client(page)
    page.get_by_role("button", name="Decided", exact=True).click()
    page.locator("[data-kind=decided] .text").get_by_text("Nothing is decided yet").wait_for()


def brief(page: Page) -> None:
    client(page)
    page.keyboard.press("Control+b")
    page.locator(".brief .card").nth(2).wait_for()


def search(page: Page) -> None:
    page.keyboard.press("Control+2")
    page.locator(".narrow").wait_for()


def bring_in(page: Page) -> None:
    page.keyboard.press("Control+3")
    page.locator("[data-view=bring_in]").wait_for()


def settings(page: Page) -> None:
    page.keyboard.press("Control+4")
    page.get_by_role("region", name="This Eyeline").wait_for()
    page.locator("button:enabled", has_text="Show a code").wait_for()


def opened(page: Page, summary: str) -> None:
    """A part of the page that opens, whether it was open already or not."""
    page.get_by_text(summary, exact=True).evaluate("one => { one.parentElement.open = true; }")


def settings_ehr(page: Page) -> None:
    settings(page)
    opened(page, "Register one")
    page.evaluate("document.querySelector('#ehrs').scrollIntoView()")


def settings_opening(page: Page) -> None:
    settings(page)
    opened(page, "Set a PIN for after a lock")
    page.evaluate("document.querySelector('#opening').scrollIntoView()")


def settings_backup(page: Page) -> None:
    settings(page)
    page.evaluate("document.querySelector('#backup').scrollIntoView()")


def consent(page: Page) -> None:
    client(page)
    page.locator(".consent summary").click()
    page.locator(".consent").scroll_into_view_if_needed()


PAGES: dict[str, Callable[[Page], None]] = {
    way.__name__: way
    for way in (
        *(clients, client, long_client, note, theme, goal, person, risk, decided),
        *(consent, brief, search, bring_in),
        *(settings, settings_ehr, settings_opening, settings_backup),
    )
}
