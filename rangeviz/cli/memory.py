"""How much memory a run will take, and how much there is."""

from __future__ import annotations

import os
import sys

from rangeviz.errors import InputError

# Measured: of 1,000 to 10,000 sites, in CSV, each took 0.18 MB more with HIMARS and
# 0.41 MB more with ATACMS, whose ring meets more regions and places.
PER_REACH_BYTES = 400_000
_GB = 1e9


def check_memory(reaches: int) -> None:
    """Refuse more reaches than memory has room for, before the first is computed.

    Parameters
    ----------
    reaches : int
        Sites times systems.

    Raises
    ------
    InputError
        If they need more than is free.
    """
    needed, free = reaches * PER_REACH_BYTES, free_bytes()
    if free is not None and needed > free:
        raise InputError(
            f"{reaches:,} reaches need some {needed / _GB:.1f} GB of memory, and "
            f"{free / _GB:.1f} GB are free: give fewer sites or systems, or run them "
            "in parts"
        )


def free_bytes() -> int | None:
    """Give what this process may still take; None where the system does not say."""
    known = [room for room in (_of_machine(), _of_limit()) if room is not None]
    return min(known, default=None)


def _of_machine() -> int | None:
    try:
        with open("/proc/meminfo", encoding="ascii") as lines:
            fields = dict(line.split(":", 1) for line in lines)
        return int(fields["MemAvailable"].split()[0]) * 1024
    except (OSError, KeyError, ValueError):
        pass
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):  # Windows
        return None


def _of_limit() -> int | None:
    """Room below a limit of the address space (``ulimit -v``)."""
    if sys.platform != "linux":
        return None
    import resource

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit == resource.RLIM_INFINITY:
        return None
    with open("/proc/self/statm", encoding="ascii") as pages:
        taken = int(pages.read().split()[0]) * resource.getpagesize()
    return max(limit - taken, 0)
