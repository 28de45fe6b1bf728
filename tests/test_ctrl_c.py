"""A Ctrl-C at any moment of a job is heard: by the job, and by the watch around it."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from typing import cast

import pytest

from companion.commands.ctrl_c import ctrl_c_heard
from companion.commands.importing import follow
from companion.import_job import ImportJob, JobState, JobStatus


class JobWithCtrlC:
    """Says the states that it is given, one for each question, with a Ctrl-C before the answer where one is `True`."""

    def __init__(self, states: Sequence[tuple[JobState, bool]]) -> None:
        self._left = list(states)
        self.cancelled = 0

    def status(self, _since: int = 0) -> JobStatus:
        state, pressed = self._left.pop(0)
        if pressed:
            signal.raise_signal(signal.SIGINT)
        return JobStatus(state, "", 1, 1, 1, "", None, ())

    def cancel(self) -> None:
        self.cancelled += 1


@pytest.mark.parametrize(
    "states",
    [
        [("running", True), ("cancelled", False)],
        [("running", True), ("running", False), ("done", False)],
        [("running", True), ("done", False)],
        [("done", True)],
    ],
    ids=["stopped", "finished-all-the-same", "came-too-late-to-stop", "came-with-the-end"],
)
def test_it_is_heard_by_the_job_and_by_what_is_around_it(states: Sequence[tuple[JobState, bool]]) -> None:
    job = JobWithCtrlC(states)
    before = signal.getsignal(signal.SIGINT)
    with ctrl_c_heard() as told_to_stop:
        status, _ = follow(lambda: cast(ImportJob, job), lambda _: None)
        assert told_to_stop.is_set()
    assert status.state == "cancelled"
    assert job.cancelled == (states[0][0] == "running"), "asked once"
    assert signal.getsignal(signal.SIGINT) is before


def test_without_it_nothing_is_stopped() -> None:
    with ctrl_c_heard() as told_to_stop:
        status, _ = follow(lambda: cast(ImportJob, JobWithCtrlC([("running", False), ("done", False)])), lambda _: None)
        assert not told_to_stop.is_set()
    assert status.state == "done"
