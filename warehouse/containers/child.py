"""A child process that is asked again and again: started when it is needed, and replaced when it dies."""

import atexit
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import IO, TypeVar

_PIECE = 1 << 20
TOO_LONG = "it took too long"
# Where to look for shared libraries is all that a child inherits: no settings, no secrets.
_INHERITED = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_ROOT = str(Path(__file__).resolve().parents[2])

T = TypeVar("T")
Receive = Callable[[int], bytes]
"""Exactly so many bytes of the answer"""


class ChildDiedError(Exception):
    """The child ended instead of answering: `how`, in words; empty where it had ended by itself, unasked."""

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how


@dataclass
class Child:
    """One process at a time, running `module.main()` with `library` on its path; safe to be asked by several threads."""

    module: str
    library: str
    """the one package beside the standard library that it needs"""
    n_asked: int = 0
    """what the child at hand was asked so far"""
    _process: subprocess.Popen[bytes] | None = None
    _owner: int = 0
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, request: Sequence[bytes], seconds: float, read: Callable[[Receive], T]) -> T:
        """Send a request; `read` takes the answer from the pipe, piece by piece and to its end.

        Raises:
            ChildDiedError: it ended before the answer did, or took longer than `seconds`; the next request meets another child.
        """
        with self._turn:
            deadline = time.monotonic() + seconds
            try:
                process = self._running()
                for piece in request:
                    _send(process.stdin, piece, deadline)
                return read(lambda size: _receive(process.stdout, size, deadline))
            except TimeoutError as error:
                self.stop()
                raise ChildDiedError(TOO_LONG) from error
            except (OSError, EOFError) as error:
                raise ChildDiedError(self._last_words()) from error
            except BaseException:  # an answer that was not read to its end would be taken for the next one
                self.stop()
                raise

    def stop(self) -> int | None:
        """End the child, if it is ours; its exit code, if it had ended by itself."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return None
        ended = process.poll()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()
        return ended

    def _running(self) -> subprocess.Popen[bytes]:
        """The child at hand; a new one where there is none, or where it belongs to the process that this one was forked from."""
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            self.stop()
            self._process, self._owner, self.n_asked = self._start(), os.getpid(), 0
            atexit.unregister(self.stop)
            atexit.register(self.stop)
        self.n_asked += 1
        return self._process

    def _start(self) -> subprocess.Popen[bytes]:
        code = f"import sys; sys.path[:0] = sys.argv[1:]; from {self.module} import main; main()"
        process = subprocess.Popen(  # noqa: S603 - our own module, by our own interpreter
            [sys.executable, "-I", "-S", "-B", "-c", code, _ROOT, _home_of(self.library)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _INHERITED if name in os.environ},
            cwd="/",
            start_new_session=True,
            bufsize=0,
        )
        if process.stdin:
            os.set_blocking(process.stdin.fileno(), False)
        return process

    def _last_words(self) -> str:
        process = self._process
        try:
            if process:
                process.wait(1.0)  # its pipe closes a little before it has ended
        except subprocess.TimeoutExpired:
            self.stop()
            return "it stopped talking"
        code = self.stop()
        return "" if code == 0 else f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"


def _home_of(library: str) -> str:
    """The folder that a package is installed in: a child without site-packages has to be told."""
    found = find_spec(library)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"{library} is not installed; `make setup` installs what pyproject.toml names")
    return str(Path(found.origin).parents[1])


def _send(pipe: IO[bytes] | None, data: bytes, deadline: float) -> None:
    view = memoryview(data)
    while view and pipe:
        _wait(pipe, select.POLLOUT, deadline)
        view = view[os.write(pipe.fileno(), view[:_PIECE]) :]


def _receive(pipe: IO[bytes] | None, size: int, deadline: float) -> bytes:
    data = bytearray()
    while len(data) < size and pipe:
        _wait(pipe, select.POLLIN, deadline)
        piece = os.read(pipe.fileno(), min(size - len(data), _PIECE))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)


def _wait(pipe: IO[bytes], event: int, deadline: float) -> None:
    ready = select.poll()
    ready.register(pipe, event)
    if not ready.poll(max(0.0, deadline - time.monotonic()) * 1000):
        raise TimeoutError
