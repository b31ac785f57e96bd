"""Whether words tell of a call to the user, and whether it reached him (R3.2.2)."""

from __future__ import annotations

import re

from bot.domain.contact import wrong_in
from bot.domain.ticket_numbers import plainly

#: How people say that a call reached nobody.
UNREACHED = (
    r"[没未](?:有)?(?:人)?(?:接|打通|接通|联系上|联系到)|无人接|不接|打不通|不通|联系不上|关机|空号|停机"
    r"|拒接|占线|挂了"
)
_REACHED = re.compile(r"(?<![没未不有])(?:联系[上到]|打通|接通)了?")
_CALLED = re.compile(
    r"(?<![没未不有])(?:联系|打)(?:过|了|上|通|好)(?!吗|没)|(?<![没未不])约(?:了|好|定|在|的)(?!吗|没)"
    r"|[跟和](?:用户|住户|户主|业主|[他她]|人家)[^,。;!?]{0,3}(?:说|讲|定)(?:了|好)"
)


def not_reached(text: str) -> bool:
    """Whether a call reached nobody: whatever it promises, R3.2.2 is not met by it."""
    plain = plainly(text)
    unreached = re.search(UNREACHED, plain) or "phone" in wrong_in(plain)
    return bool(unreached) and not _REACHED.search(plain)


def says_called(text: str) -> bool:
    """Whether words say that the user was called: `联系了 下午三点去`, `跟用户约了明早9点`."""
    return not not_reached(text) and _CALLED.search(plainly(text)) is not None
