"""A classic EHR: a full page load for every click, tables, and element ids as an ASP.NET form has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from pathlib import Path
from urllib.parse import SplitResult, parse_qs

from tests.browser.ehrs.people import CLINICIAN, Chart, Person
from tests.browser.ehrs.site import Answer

STYLE = (Path(__file__).with_name("pages") / "server_rendered.css").read_text(encoding="utf-8")
TABS = {"overview": "Face Sheet", "notes": "Notes", "documents": "Documents", "newnote": "New Note"}
FIRST_PID = 1187


class ServerRendered:
    home = "/Schedule.php"

    def __init__(self, people: Sequence[Person]) -> None:
        self._people = people
        self._logins = -1
        self._log_in()

    def _log_in(self) -> None:
        """Internal numbers are of one login: after the next, every one is another."""
        self._logins += 1
        first = FIRST_PID + 4096 * self._logins
        self._charts = [
            Chart(str(first + 9 * index), str(7001 + index), person, index) for index, person in enumerate(self._people)
        ]

    def chart_path(self, person: Person) -> str:
        return _file(next(chart for chart in self._charts if chart.person == person))

    def answer(self, asked: SplitResult) -> Answer:
        query = parse_qs(asked.query, keep_blank_values=True)
        pid = query.get("pid", [""])[0]
        chart = next((chart for chart in self._charts if chart.id == pid), None)
        match asked.path:
            case "/login":
                if "fresh" in query:
                    self._log_in()
                return Answer(b"", status=302, headers={"Location": self.home})
            case "/Schedule.php" | "/PatientList.php":
                return _answer(self._page(_schedule(self._charts) if "Sched" in asked.path else _list(self._charts)))
            case "/PatientFile.php" if chart:
                return _answer(self._page(_chart_page(chart, query.get("tab", ["overview"])[0])), slow=True)
            case "/PatientBanner.php" if chart:
                return _answer(_document(_banner(chart), "frame"), slow=True)
            case "/NoteEditor.php" if chart:
                return _answer(_document(EDITOR, "frame"), slow=True)
        return _answer(self._page("<p>The record you asked for is not available in this session.</p>"))

    def _page(self, body: str) -> str:
        recent = _table(
            ("Recent Patients",),
            (
                [f'<a href="{_file(c)}">{escape(_backwards(c.person))}</a> {_us(c.person.birth_date)}']
                for c in self._charts
            ),
        )
        return _document(
            f"""<div id="ctl00_TopBar"><b>MeridianMed</b> <a href="/Schedule.php">Schedule</a>
            <a href="/PatientList.php">Patients</a>
            <span>Provider: {escape(CLINICIAN)} | <a href="/login?fresh">Log in again</a></span></div>
            <table class="frame"><tr><td class="left">{recent}</td><td id="ctl00_Main">{body}</td></tr></table>"""
        )


EDITOR = """<form><label for="ctl00_txtNote">Progress note</label><br>
<textarea id="ctl00_txtNote" name="ctl00$txtNote" rows="12"></textarea></form>"""


def _answer(page: str, *, slow: bool = False) -> Answer:
    return Answer(page.encode(), slow=slow)


def _document(body: str, kind: str = "page") -> str:
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>MeridianMed EHR 9.2</title>
<link rel="icon" href="data:,"><style>{STYLE}</style></head><body class="{kind}">{body}</body></html>"""


def _file(chart: Chart, tab: str = "overview") -> str:
    return f"/PatientFile.php?pid={chart.id}&tab={tab}"


def _backwards(person: Person) -> str:
    return f"{person.last}, {person.first}" if person.first else person.last


def _us(day: date | None) -> str:
    return day.strftime("%m/%d/%Y") if day else ""


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f"<th>{head}</th>" for head in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<table class="GridView"><tr>{head}</tr>{body}</table>'


def _schedule(charts: Sequence[Chart]) -> str:
    rows = (
        (c.time, f'<a href="{_file(c)}">{escape(_backwards(c.person))}</a>', _us(c.person.birth_date), c.service)
        for c in charts
    )
    return f"<h3>Schedule for today</h3>{_table(('Time', 'Patient', 'DOB', 'Service'), rows)}"


def _list(charts: Sequence[Chart]) -> str:
    rows = (
        (
            escape(c.person.record_number or ""),
            f'<a href="{_file(c)}">{escape(_backwards(c.person))}</a>',
            _us(c.person.birth_date),
        )
        for c in charts
    )
    return f"<h3>Patients</h3>{_table(('Account', 'Name', 'DOB'), rows)}"


def _banner(chart: Chart) -> str:
    person = chart.person
    return f"""<table id="ctl00_PatientHeader"><tr>
<td>Patient:</td><td><span id="ctl00_PatientHeader_lblName">{escape(_backwards(person))}</span></td>
<td>DOB:</td><td><span id="ctl00_PatientHeader_lblDOB">{_us(person.birth_date)}</span></td>
<td>Acct #:</td><td><span id="ctl00_PatientHeader_lblAcct">{escape(person.record_number or "")}</span></td>
<td>Balance:</td><td><span id="ctl00_PatientHeader_lblBalance">$0.00</span></td></tr></table>"""


def _chart_page(chart: Chart, tab: str) -> str:
    tabs = "".join(
        f'<a id="ctl00_tab_{name}" class="{"on" if name == tab else ""}" href="{_file(chart, name)}">{title}</a>'
        for name, title in TABS.items()
    )
    banner = _banner(chart)
    signed = [(_us(day), "Progress Note", escape(CLINICIAN), "Signed") for day in chart.sessions]
    match tab:
        case "notes":
            body = _table(("Date", "Type", "Provider", "Status"), signed)
        case "documents":
            banner = f'<iframe name="header" src="/PatientBanner.php?pid={chart.id}" height="48"></iframe>'
            body = _table(("Scanned", "Document"), ((day, "Consent to treatment") for day, *_ in signed[:1]))
        case "newnote":
            body = f'<iframe name="editor" src="/NoteEditor.php?pid={chart.id}" height="300"></iframe>'
            body += '<input type="button" id="ctl00_btnSign" value="Sign Note">'
        case _:
            relative = chart.relative
            body = _table(
                ("Contact", "Relation", "DOB", "Phone"),
                [(escape(_backwards(relative)), "Mother", _us(relative.birth_date), "555-0142")],
            ) + _table(("Visit", "Service"), ((day, chart.service) for day, *_ in signed))
    return f'{banner}<div class="tabs">{tabs}</div>{body}'
