"""Memory that is free again, and goes back to the system."""

from __future__ import annotations

from contextlib import suppress


def give_back() -> None:
    """Hand back what the C library keeps of it: after a long text has been read, several MiB that lie apart.

    Takes some milliseconds, without the interpreter's lock; does nothing where the library is another one than glibc.
    """
    with suppress(ImportError, OSError, AttributeError):
        import ctypes

        ctypes.CDLL(None).malloc_trim(0)
