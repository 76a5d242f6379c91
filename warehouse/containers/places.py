"""Where the bytes of one table lie: a file, or an entry of an archive that is read like one."""

from types import TracebackType
from typing import Any, Literal, Protocol, Self


class Stream(Protocol):
    """Bytes, read piece by piece."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes, all of them by default; none at the end."""

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...


class Place(Protocol):
    """What a path can do, as far as reading needs it."""

    def stat(self) -> Any:  # noqa: ANN401 - of os.stat_result only st_size is asked
        """`st_size`, in bytes."""

    def open(self, mode: Literal["rb"]) -> Stream:
        """The bytes, piece by piece."""

    def read_bytes(self) -> bytes:
        """All bytes."""
