"""A job seen from the command line: whether it runs here or in the companion, its verdicts, its progress, its end."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from dataclasses import replace

from companion.commands.ctrl_c import ctrl_c_heard
from companion.commands.running import Companion
from companion.import_job import ImportJob, JobStatus
from companion.record import FileVerdict
from companion.service import launch_replies, requests

LOOKS_EVERY = 0.2
"""Seconds."""
_SAID = {"imported": "imported", "already_here": "already here", "left_out": "left out", "refused": "refused"}


class FarJob:
    """The job that runs in the companion."""

    def __init__(self, companion: Companion) -> None:
        self._companion = companion

    def status(self, since: int = 0) -> JobStatus:
        return self._asked("status", requests.ImportStatusRequest(since=since))

    def pause(self) -> JobStatus:
        return self._asked("pause", requests.ImportPauseRequest())

    def resume(self) -> JobStatus:
        return self._asked("resume", requests.ImportResumeRequest())

    def cancel(self) -> JobStatus:
        return self._asked("cancel", requests.ImportCancelRequest())

    def _asked(self, what: str, params: requests.Request) -> JobStatus:
        said = self._companion.ask(f"/v1/import/{what}", params, launch_replies.ImportStatusReply)
        verdicts = tuple(FileVerdict(v.name, v.verdict, v.notes, v.why) for v in said.verdicts)
        counts = (said.files, said.files_done, said.notes)
        return JobStatus(said.state, "", *counts, said.current, said.seconds_left, verdicts, said.why)


def follow(
    begin: Callable[[], ImportJob | FarJob], say: Callable[[FileVerdict], None]
) -> tuple[JobStatus, list[FileVerdict]]:
    """Says each verdict as it is heard of, until the job has ended (a job in this process tells them itself as they are
    committed, so that a kill leaves at most one unsaid). Ctrl-C cancels: the file under way is finished, and what is in
    stays in, from the moment that it is begun."""
    verdicts: list[FileVerdict] = []
    never, stopping = threading.Event(), False
    with ctrl_c_heard() as told_to_stop:
        job = begin()
        while True:
            now = job.status(len(verdicts))
            for verdict in now.verdicts:
                say(verdict)
            verdicts += now.verdicts
            if now.state in ("done", "cancelled", "failed"):
                late = told_to_stop.is_set() and now.state == "done"  # heard, and nothing was left to stop
                return (replace(now, state="cancelled") if late else now), verdicts
            _show(now)
            if (never if stopping else told_to_stop).wait(LOOKS_EVERY):
                print("Stopping after the file under way; what is in stays in.", file=sys.stderr, flush=True)
                job.cancel()
                stopping = True


def progress_line(now: JobStatus) -> str:
    """`12 of 340 files, 31 notes, about 4 min left: sub/013.pdf`."""
    left = "" if now.seconds_left is None else f", {_time(now.seconds_left)} left"
    paused = " (paused)" if now.state == "paused" else ""
    return f"{now.files_done} of {now.files} files, {now.notes} notes{left}{paused}: {now.current}"


def print_verdict(verdict: FileVerdict) -> None:
    count = f" {verdict.notes} note{'s' if verdict.notes != 1 else ''}" if verdict.verdict == "imported" else ""
    because = f" because: {verdict.why}" if verdict.why and verdict.verdict != "imported" else ""
    look = f". {verdict.why}" if verdict.why and verdict.verdict == "imported" else ""
    print(f"{verdict.name}: {_SAID[verdict.verdict]}{count}{because}{look}", flush=True)


def summary(verdicts: list[FileVerdict], state: str = "done") -> int:
    """Exit 0 when every file came in or was here already, 1 when one was refused, 130 when it was cancelled."""
    counts = {said: sum(v.verdict == kind for v in verdicts) for kind, said in _SAID.items()}
    print(", ".join(f"{count} {said}" for said, count in counts.items() if count) or "No files were found.")
    if state == "cancelled":
        print("Cancelled. What is in stays in; the same command goes on from here.")
        return 130
    return 1 if counts["refused"] else 0


def _show(now: JobStatus) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{progress_line(now)[:110]}", end="\r", file=sys.stderr, flush=True)


def _time(seconds: float) -> str:
    return f"about {seconds / 60:.0f} min" if seconds >= 90 else f"about {max(seconds, 1):.0f} s"


def asked(question: str) -> bool:
    """A yes typed at a terminal; anything else, and nobody there to ask, is a no."""
    return sys.stdin.isatty() and input(f"{question} [y/N] ").strip().lower() in ("y", "yes")
