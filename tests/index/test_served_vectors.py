"""The same interface over a real Chroma server in a process of its own, on loopback."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from index.vectors import VectorStore, served
from tests.index.test_vectors import clustered

CHROMA = Path(sys.executable).with_name("chroma")
Server = tuple[int, subprocess.Popen[bytes]]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(CHROMA), "run", "--host", "127.0.0.1", "--port", str(port), "--path", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(process, port)
            yield port, process
        finally:
            process.terminate()


def wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    """Until the server takes connections."""
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise AssertionError("the Chroma server ended")


def test_a_server_finds_what_the_exact_product_finds(server: Server) -> None:
    store = VectorStore(partial(served, server[0]))
    vectors, other = store.hold(list(range(3000)), clustered(3000)), store.hold([9000], clustered(1))
    vectors.fill()
    other.fill()
    assert vectors.filled
    shared = []
    for query in clustered(40, seed=2):
        exact, found = vectors.exact(query, 20), vectors.nearest(query, 20)
        shared.append(len({i for i, _ in exact} & {i for i, _ in found}) / 20)
    assert np.mean(shared) >= 0.99
    assert [i for i, _ in other.nearest(clustered(1)[0], 5)] == [9000], "a collection never answers for another"
    vectors.drop()
    other.drop()
    assert not store.names()


def test_when_the_server_is_gone_the_exact_product_answers(server: Server) -> None:
    port, process = server
    vectors = VectorStore(partial(served, port)).hold(list(range(200)), clustered(200))
    vectors.fill()
    process.terminate()
    process.wait(30)
    query = clustered(1, seed=3)[0]
    assert vectors.nearest(query, 10) == vectors.exact(query, 10)
