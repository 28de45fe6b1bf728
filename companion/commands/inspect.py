"""`eyeline inspect`: what Eyeline finds in a folder of notes, keeping nothing."""

from __future__ import annotations

import argparse
import json
from datetime import date

from companion.commands.folder_arguments import add_folder, chosen_notes
from companion.meaning import FreshMeaning
from companion.overview import client_overview
from companion.record import ClientOverview, Mention, TreatmentGoal
from companion.settings import read_settings
from index import Embedder


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("inspect", help="what is found in a folder of notes; nothing is kept")
    add_folder(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exit 0 when at least one note was read, 2 when none."""
    notes = chosen_notes(arguments)
    if not notes:
        return 2
    meaning = FreshMeaning(Embedder(read_settings().model_folder))
    overview = client_overview(notes, as_of=arguments.as_of, meaning=meaning)
    found = as_json(overview)
    print(json.dumps(found, ensure_ascii=False, indent=None if arguments.json else 1))
    return 0


def as_json(overview: ClientOverview) -> dict[str, object]:
    """The shape that `shared/evaluate/README.md` describes; notes are named by their files."""
    return {
        "as_of": _day(overview.as_of),
        "themes": [
            {"label": t.label, "trend": t.trend, "mentions": [_mention(m) for m in t.mentions]} for t in overview.themes
        ],
        "goals": [_goal(goal) for goal in overview.goals],
        "risk": [
            {"type": r.type, "assertion": r.assertion, "date": _day(r.date)}
            | {"carried_forward": r.carried_forward, "mention": _mention(r.mention)}
            for r in overview.risk
        ],
        "scores": [
            {"instrument": s.instrument, "total": s.total, "item9": s.item9, "date": _day(s.date)}
            | {"mention": _mention(s.mention)}
            for s in overview.scores
        ],
        "follow_ups": [
            {"assigned": _mention(f.assigned), "outcome": f.outcome}
            | {"reported": None if f.reported is None else _mention(f.reported)}
            for f in overview.follow_ups
        ],
        "people": [{"name": p.name, "relation": p.relation, "notes": list(p.note_ids)} for p in overview.people],
    }


def _goal(goal: TreatmentGoal) -> dict[str, object]:
    return {
        "text": goal.text,
        "source": _mention(goal.source),
        "status": goal.status,
        "opened": _day(goal.opened),
        "closed": _day(goal.closed),
        "mentions": [_mention(m.mention) | {"kind": m.kind} for m in goal.mentions],
    }


def _mention(mention: Mention) -> dict[str, object]:
    return {"note": mention.note_id, "start": mention.start, "end": mention.end, "quote": mention.quote}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
