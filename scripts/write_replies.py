"""Write `extension/replies.d.ts` from the models of the wire, so that the panel's types cannot drift from them.

python scripts/write_replies.py            write the file
python scripts/write_replies.py --check    exit 1 when it is stale, and write nothing
"""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from types import ModuleType, NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # run as a file, from anywhere

from companion.service import (
    detail_replies,
    ehr_replies,
    ehr_requests,
    launch_replies,
    replies,
    requests,
    window_replies,
    window_requests,
)

TARGET = ROOT / "extension" / "replies.d.ts"
HEAD = "// Written by scripts/write_replies.py from the replies and requests in companion/service/. Do not edit.\n"
PLAIN: dict[Any, str] = {
    str: "string",
    int: "number",
    float: "number",
    bool: "boolean",
    date: "string",
    datetime: "string",
    Any: "unknown",
    NoneType: "null",
}


def type_of(annotation: Any) -> str:
    """The TypeScript type that JSON of this annotation has; a date is its ISO string."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation.__name__
    if origin is Annotated:
        return type_of(inner[0])
    if origin is Literal:
        return " | ".join(f'"{word}"' for word in inner)
    if origin in (Union, UnionType):
        return " | ".join(type_of(one) for one in inner)
    if origin in (list, tuple, dict):
        item = type_of(inner[0] if origin is tuple else inner[-1])
        return f"Record<string, {item}>" if origin is dict else f"({item})[]" if "|" in item else f"{item}[]"
    if annotation in PLAIN:
        return PLAIN[annotation]
    raise TypeError(f"no TypeScript type is known for {annotation!r}")


def interface_of(model: type[BaseModel], *, asked: bool) -> str:
    """One interface with the fields of `model` and its bases. A field with a default may be left out of what is
    asked (`asked`); a reply always carries all its fields."""
    lines = [f"export interface {model.__name__} {{"]
    for name, field in model.model_fields.items():
        mark = "?" if asked and not field.is_required() else ""
        lines.append(f"  {name}{mark}: {type_of(field.annotation)};")
    return "\n".join([*lines, "}"])


def models_of(module: ModuleType, base: type[BaseModel]) -> list[type[BaseModel]]:
    """The models that `module` itself defines, in the order they stand in it."""
    return [
        thing
        for thing in vars(module).values()
        if isinstance(thing, type)
        and issubclass(thing, base)
        and thing is not base
        and thing.__module__ == module.__name__
    ]


def declarations() -> str:
    """The whole file."""
    replied = [*models_of(replies, replies.Reply), *models_of(detail_replies, replies.Reply)]
    replied += [*models_of(launch_replies, replies.Reply), *models_of(window_replies, replies.Reply)]
    replied += models_of(ehr_replies, replies.Reply)
    asked = [*models_of(requests, requests.Request), *models_of(window_requests, requests.Request)]
    asked += models_of(ehr_requests, requests.Request)
    parts = [interface_of(model, asked=False) for model in replied]
    parts += [interface_of(model, asked=True) for model in asked]
    return HEAD + "\n" + "\n\n".join(parts) + "\n"


def main(arguments: list[str]) -> int:
    text = declarations()
    if "--check" in arguments:
        fresh = TARGET.exists() and TARGET.read_text(encoding="utf-8") == text
        if not fresh:
            print(f"{TARGET.relative_to(ROOT)} is stale: run python scripts/write_replies.py")
        return 0 if fresh else 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
