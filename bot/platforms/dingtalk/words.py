"""Texts in the vendor's measure: bytes, and mentions by id."""

from __future__ import annotations

from collections.abc import Sequence

from bot.platforms.base import Mention
from bot.platforms.texts import short

#: msgParam holds 15,000 bytes, a webhook's body 20,000; JSON needs some of it.
MOST_BYTES = 12_000
#: A card's value holds 1 KB.
MOST_VALUE = 1_000


def value(text: str) -> str:
    """A card's value, cut to its size."""
    return short(text, MOST_VALUE)


def by_id(text: str, mentions: Sequence[Mention]) -> str:
    """`@检修甲` becomes `@0203040506`: a webhook rings by id, and only if the text has it too."""
    for mention in sorted(mentions, key=lambda m: -len(m.name)):
        named, known = f"@{mention.name}", f"@{mention.user_id}"
        if named in text:
            text = text.replace(named, known + " ")
        elif known not in text:
            text = f"{known} {text}"
    return text
