"""The most memory that this process ever held."""

import re
import resource
from pathlib import Path

_STATUS = Path("/proc/self/status")


def peak_mib() -> float:
    """Its resident peak in MiB, its own alone.

    Where the system tells it: what `getrusage` calls the peak of a child begins with that of the process which started it, and a
    worker that has run many tests is larger than most of what it starts.
    """
    if _STATUS.exists() and (told := re.search(r"^VmHWM:\s+(\d+) kB", _STATUS.read_text("ascii"), re.MULTILINE)):
        return int(told[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
