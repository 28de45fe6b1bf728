"""python3 scripts/demo.py: sets up everything, then shows Eyeline at work on invented clients. `--once` only prints."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from scripts.environment import BIN, ready, say


def main() -> int:
    """Ends with the demo's own exit code."""
    python = ready(["demo"])
    say("checking the model, then starting the demo")
    os.chdir(BIN.parents[1])
    os.execv(python, [str(python), "-m", "companion", "demo", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
