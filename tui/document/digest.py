"""BLAKE2b (RFC 7693), without what else its usual home loads.

``hashlib`` loads OpenSSL too, which takes longer than everything that is done with it before the first
frame is painted; the interpreter's own BLAKE2 is all that is needed.
"""

try:
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

__all__ = ["blake2b"]
