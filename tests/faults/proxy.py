"""Somebody between a run and its database, who loses one COMMIT, or its answer, or keeps it back for a while."""

import contextlib
import socket
import threading
import time
from typing import Literal, Self

COMMIT = b"Q\x00\x00\x00\x0bCOMMIT\x00"
Mischief = Literal["lost", "unanswered", "late"]
"""lost: the COMMIT never arrives; unanswered: it is done and nobody hears of it; late: it is done when its client has given up"""


class Proxy:
    """Passes bytes on, until the nth COMMIT."""

    def __init__(self, port: int, nth: int, mischief: Mischief, late_s: float = 1.0) -> None:
        self.target, self.nth, self.mischief, self.late_s = port, nth, mischief, late_s
        self.seen = 0
        self.done = threading.Event()
        """the mischief has happened: the client has lost its connection"""
        self.arrived = threading.Event()
        """a late COMMIT has been carried out"""
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        _end(self.listener)
        for thread in list(self.threads):
            thread.join(30)

    def _start(self, work: object, *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)  # type: ignore[arg-type]
        self.threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                server = socket.create_connection(("127.0.0.1", self.target))
                self._start(self._to_server, client, server)

    def _to_server(self, client: socket.socket, server: socket.socket) -> None:
        silent = threading.Event()
        self._start(self._to_client, server, client, silent)
        with contextlib.suppress(OSError):
            while data := client.recv(65536):
                if COMMIT in data and self._is_its_turn():
                    self._do(data, client, server, silent)
                    return
                server.sendall(data)
        _end(server)

    def _to_client(self, server: socket.socket, client: socket.socket, silent: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(65536):
                if silent.is_set():
                    self.arrived.set()
                    break
                client.sendall(data)
        _end(client)
        _end(server)

    def _is_its_turn(self) -> bool:
        with self.lock:
            self.seen += 1
            return self.seen == self.nth

    def _do(self, data: bytes, client: socket.socket, server: socket.socket, silent: threading.Event) -> None:
        silent.set()
        if self.mischief == "unanswered":
            server.sendall(data)
            self.arrived.wait(30)
        _end(client)
        self.done.set()
        if self.mischief == "late":
            time.sleep(self.late_s)
            server.sendall(data)
            self.arrived.wait(30)
        _end(server)


def _end(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
