"""The one place where an annotation's times come from."""

from __future__ import annotations

import time


def now() -> str:
    """The present as RFC 3339 in UTC, to the millisecond: ``2026-01-02T03:04:05.678Z``.

    Times written so sort as text in the order in which they happened.
    """
    seconds, milliseconds = divmod(time.time_ns() // 1_000_000, 1000)
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(seconds))}.{milliseconds:03d}Z"
