"""Runs the service on 127.0.0.1, and nowhere else: the address is written here and cannot be set."""

from __future__ import annotations

import secrets
import socket
import threading
from collections.abc import Sequence
from pathlib import Path

import uvicorn

from companion.errors import EyelineError
from companion.service.app import create_app
from companion.service.launch import KEY, Launch, remove_launch, write_launch
from companion.service.state import Running, SampleClient
from companion.workspace import Workspace

ADDRESS = "127.0.0.1"


class PortTaken(EyelineError):
    kind = "port_taken"
    status = 409


class Server:
    """A running companion: service in a thread of its own, reading in another. `port` 0 takes a free one. `samples` are
    the invented clients that the window offers to play with."""

    def __init__(self, workspace: Workspace, folder: Path, port: int, samples: Sequence[SampleClient] = ()) -> None:
        self._folder = folder
        self._socket = _bound(port)
        self.port = int(self._socket.getsockname()[1])
        launch = Launch(self.port, secrets.token_bytes(KEY))
        self.running = Running(workspace, self.port, launch.key, samples)
        config = uvicorn.Config(
            create_app(self.running),
            access_log=False,
            log_level="warning",
            server_header=False,
            proxy_headers=False,
            limit_concurrency=256,
            lifespan="off",
        )
        self._uvicorn = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._serve, name="service", daemon=True)
        write_launch(folder, launch)

    def start(self) -> None:
        """Returns at once; requests that come before the service is up wait in the socket's queue."""
        self._thread.start()
        self.running.reading.start()
        self.running.idle.start()
        self.running.backups.start()
        self.running.upkeep.start()

    def wait(self) -> None:
        """Until `stop`, or until the thread dies."""
        self._thread.join()

    def stop(self) -> None:
        """Ends the service, drops the keys, forgets the launch."""
        self.running.events.close()
        self._uvicorn.should_exit = True
        self._thread.join(timeout=10)
        self.running.idle.stop()
        self.running.backups.stop()
        self.running.imports.stop()
        self.running.upkeep.stop()
        self.running.reading.stop()
        remove_launch(self._folder)
        self.running.workspace.lock()

    def _serve(self) -> None:
        self._uvicorn.run(sockets=[self._socket])


def _bound(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # on POSIX a port whose last owner was killed can be taken again at once; on Windows the same option would let two
    # programs share it, so there it is asked for alone
    reuse = getattr(socket, "SO_EXCLUSIVEADDRUSE", None) or socket.SO_REUSEADDR
    listening.setsockopt(socket.SOL_SOCKET, reuse, 1)
    try:
        listening.bind((ADDRESS, port))
    except OSError:
        listening.close()
        raise PortTaken(f"Port {port} is in use by another program. Choose one with --port, or close it.") from None
    listening.listen(128)
    return listening
