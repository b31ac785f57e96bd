"""Texts in the vendor's measure: bytes, and mentions by id."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.platforms.base import Mention, Outgoing
from bot.platforms.texts import again, pieces, plainly, short

#: msgParam holds 15,000 bytes of JSON, a webhook's body 20,000: a line's end or a quote takes two.
MOST_BYTES = 7_000
_OWN_LINK = re.compile(r"(?i)\b(dtmd|dingtalk)://")
#: A webhook or a card rings so many people.
MOST_RUNG = 50
#: A card's value holds 1 KB.
MOST_VALUE = 1_000


def parts(message: Outgoing) -> list[str]:
    """A message's words in sizes that every way takes, each with its ticket's number."""
    return pieces(harmless(message.text), MOST_BYTES, again(message))


def harmless(text: str) -> str:
    """No link of the vendor's own: one of them makes who taps it say something himself."""
    return _OWN_LINK.sub(r"\1：//", text)


def value(text: str) -> str:
    """A card's value, cut to its size; a template may show it as Markdown."""
    return short(plainly(harmless(text)), MOST_VALUE)


def by_id(text: str, mentions: Sequence[Mention]) -> str:
    """`@检修甲` becomes `@0203040506`: a webhook rings by id, and only if the text has it too."""
    for mention in sorted(mentions, key=lambda m: -len(m.name)):
        named, known = f"@{mention.name}", f"@{mention.user_id}"
        if named in text:
            text = text.replace(named, known + " ")
        elif known not in text:
            text = f"{known} {text}"
    return text


def webhook_body(text: str, mentions: Sequence[Mention]) -> dict[str, Any]:
    """Plain text: nothing in it can become a heading, a link or a ping."""
    rung = mentions[:MOST_RUNG]
    at = {"atUserIds": [m.user_id for m in rung], "isAtAll": False}
    return {"msgtype": "text", "text": {"content": by_id(text, rung)}, "at": at}
