"""`eyeline ask`: search a folder of notes by meaning, keeping nothing."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from companion.commands.folder_arguments import add_folder, chosen_notes
from companion.errors import BadRequest
from companion.recall import FreshRecall
from companion.record import Answer
from companion.settings import read_settings
from index import Embedder


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("ask", help="search a folder of notes by meaning; nothing is kept")
    add_folder(parser)
    parser.add_argument("words", nargs="?", help="what to look for, in your own words")
    parser.add_argument("--queries", type=Path, help='a JSON file: [{"id": "0", "q": "..."}]')
    parser.add_argument("--top", type=int, default=10, help="how many passages to show (10)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exit 0 when at least one note was read, 2 when none."""
    notes = chosen_notes(arguments)
    if not notes:
        return 2
    questions = _questions(arguments.words, arguments.queries)
    recall = FreshRecall(notes, Embedder(read_settings().model_folder))
    answers = [(question, recall.answer(words, arguments.top)) for question, words in questions]
    if arguments.json:
        print(json.dumps({"answers": [_as_json(i, answer) for i, answer in answers]}, ensure_ascii=False))
    else:
        for _, answer in answers:
            _print(answer, {note.id: note.session_date for note in notes})
    return 0


def _questions(words: str | None, queries: Path | None) -> list[tuple[str, str]]:
    if queries is None:
        if not words:
            raise BadRequest('Say what to look for: eyeline ask FOLDER "words", or --queries FILE.')
        return [("0", words)]
    try:
        return [(str(q["id"]), str(q["q"])) for q in json.loads(queries.read_text(encoding="utf-8"))]
    except (OSError, ValueError, KeyError, TypeError):
        raise BadRequest(f'{queries} does not hold a JSON list of {{"id", "q"}}. Check the file.') from None


def _as_json(question: str, answer: Answer) -> dict[str, object]:
    hits = [
        {"note": e.mention.note_id, "start": e.mention.start, "end": e.mention.end, "quote": e.mention.quote}
        | {"score": e.score}
        for e in answer.echoes
    ]
    return {"id": question, "nothing_close": answer.nothing_close, "hits": hits}


def _print(answer: Answer, days: dict[str, date | None]) -> None:
    if answer.nothing_close:
        print("Nothing close was found; the nearest passages:", file=sys.stdout)
    for echo in answer.echoes:
        quote = " ".join(echo.mention.quote.split())
        print(f"{days[echo.mention.note_id] or 'undated'}  {quote}\n            {echo.mention.note_id}")
