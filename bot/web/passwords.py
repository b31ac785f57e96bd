"""Passwords as they are kept: salted, and dear to guess (scrypt: 32 MB, tens of milliseconds)."""

from __future__ import annotations

import hashlib
import hmac
import secrets

SHORTEST = 10
LONGEST = 200
_LOG_N, _R, _P = 15, 8, 1


def kept(password: str) -> str:
    """What may stand in a database. Slow on purpose: not for the event loop."""
    salt = secrets.token_hex(16)
    return f"scrypt${_LOG_N}${_R}${_P}${salt}${_stretch(password, salt, _LOG_N, _R, _P)}"


def is_right(password: str, stands: str) -> bool:
    """Whether this is the password that was kept. Slow on purpose, right or wrong."""
    _, log_n, r, p, salt, digest = stands.split("$")
    found = _stretch(password, salt, int(log_n), int(r), int(p))
    return hmac.compare_digest(found, digest)


def _stretch(password: str, salt: str, log_n: int, r: int, p: int) -> str:
    # What a half-broken keyboard sends must not raise: no password has it.
    raw = password.encode("utf-8", "replace")
    room = 128 * r * ((1 << log_n) + p + 2) + (1 << 20)
    return hashlib.scrypt(raw, salt=bytes.fromhex(salt), n=1 << log_n, r=r, p=p, maxmem=room).hex()
