"""Limits on size, cells, time and memory for reading one file."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Bounds on reading one file; what goes beyond them costs that file and no other.

    A real form of 300 measures has 0.3 MB, unpacks to 3 MB and holds 20,000 cells.
    """

    file_megabytes: int = 100
    """Size of the file itself."""
    unpacked_megabytes: int = 500
    """Size of everything in the package, unpacked."""
    cells: int = 5_000_000
    """Rows × columns of all sheets, up to the last filled cell."""
    seconds: float = 60
    """Time to read a file that looks unusual."""
    memory_megabytes: int = 2_000
    """Memory to read a file that looks unusual (not enforced on Windows)."""

    @property
    def file_bytes(self) -> int:
        return self.file_megabytes * MEGABYTE


DEFAULT_LIMITS = Limits()

ORDINARY = Limits(file_megabytes=16, unpacked_megabytes=48, cells=3_000_000)
"""Within these a package is read at once; beyond them in a process that can be killed."""
