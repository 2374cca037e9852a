"""The one way in which the program says no to what it was given."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - a refusal of the input, not an error of the program
    """Input that cannot be used: ``str(exception)`` is one sentence that names the file and the reason."""
