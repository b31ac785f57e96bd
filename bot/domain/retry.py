"""After this failure, when again: a few tries, further and further apart, or never."""

from __future__ import annotations

from datetime import timedelta

_FIRST = timedelta(seconds=5)
LONGEST = timedelta(minutes=10)
#: Causes and sends are tried this often before a person has to look.
TRIES = 6
#: What only served to hear and to deliver is let go after so long: a vendor repeats nothing then, a
#: call or a group is not tried again, and nobody quotes what was said of a ticket that has ended.
KEPT = timedelta(days=90)


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after `attempts` failed tries; None: no more."""
    if attempts >= TRIES:
        return None
    return min(_FIRST * 4 ** (attempts - 1), LONGEST) if attempts else _FIRST
