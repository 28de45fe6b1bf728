"""The command line: `eyeline demo | window | serve | import | pair | lock | unlock | keys | backup | restore |
audit | export | delete | ehr | inspect | ask | text`."""

from __future__ import annotations

import argparse
import sys

from companion import core_dumps
from companion.commands import (
    ask,
    audit,
    backup,
    bring_in,
    delete,
    demo,
    ehr,
    export,
    inspect,
    keys,
    lock,
    pair,
    serve,
    text,
    window,
)
from companion.errors import EyelineError
from index import ModelUnusable

COMMANDS = (demo, window, serve, bring_in, pair, lock, keys, backup, audit, export, delete, ehr, inspect, ask, text)


def main(words: list[str] | None = None) -> int:
    """Runs one command. Exit 0 done, 1 a sentence on stderr says what failed, 2 nothing could be read."""
    core_dumps.forbid()
    parser = argparse.ArgumentParser(prog="eyeline", description="Past session notes beside the open chart.")
    commands = parser.add_subparsers(dest="command", required=True)
    for command in COMMANDS:
        command.add(commands)
    arguments = parser.parse_args(words)
    try:
        return int(arguments.run(arguments))
    except EyelineError as error:
        print(error.say, file=sys.stderr)
        return 1
    except ModelUnusable as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
