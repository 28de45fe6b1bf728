"""Commands as their user runs them, in this process: starting one of its own takes seconds (torch), and
`tests/test_import_command.py` does that where it is the matter."""

from __future__ import annotations

import io
import subprocess
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from companion.__main__ import main


def eyeline(*words: str | Path, say: str = "") -> subprocess.CompletedProcess[str]:
    """One command, with `say` as its standard input, which is no terminal."""
    command = [str(word) for word in words]
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        try:
            with patch("sys.stdin", io.StringIO(say)):
                code = main(command)
        except SystemExit as refused:  # argparse
            code = int(refused.code or 0)
    return subprocess.CompletedProcess(command, code, out.getvalue(), err.getvalue())
