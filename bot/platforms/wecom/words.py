"""Texts in the vendor's measure, and harmless in its markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.platforms.base import Mention, Outgoing
from bot.platforms.texts import UNSEEN, again, pieces, plainly

#: A webhook's and an app's text hold 2,048 bytes; what is longer is refused or cut in silence.
MOST_TEXT = 2_000
#: The bot's Markdown holds 20,480.
MOST_MARKDOWN = 20_000
MOST_FILE_NAME = 100
MOST_GROUP_NAME = 50

#: Every way's Markdown.
markdown = plainly
_NOT_IN_NAMES = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f]')


def plain(text: str) -> str:
    """For text messages: there `<@id>` pings and `<a>` links."""
    return UNSEEN.sub("", text).replace("<", "＜").replace(">", "＞")


def without_at(text: str, mentions: Sequence[Mention]) -> str:
    """`@检修甲` becomes 检修甲 where the way itself prints whom it rings."""
    for mention in sorted(mentions, key=lambda m: -len(m.name)):
        text = text.replace(f"@{mention.name}", mention.name)
    return text


def texts(message: Outgoing) -> list[str]:
    """In parts, for what rings by a list."""
    said = plain(without_at(message.text, message.mentions))
    return pieces(said, MOST_TEXT, again(message))


def ringing(message: Outgoing, i: int, part: str) -> dict[str, Any]:
    """A part of these; the first of them rings."""
    listed = [] if i else [m.user_id for m in message.mentions]
    return {"msgtype": "text", "text": {"content": part, "mentioned_list": listed}}


def file_name(name: str) -> str:
    """A name that every system takes."""
    clean = _NOT_IN_NAMES.sub("", name).strip() or "文件"
    stem, dot, ending = clean.rpartition(".")
    if dot and len(ending) <= 5:
        return stem[: MOST_FILE_NAME - len(ending) - 1] + dot + ending
    return clean[:MOST_FILE_NAME]


def group_name(title: str) -> str:
    """At most fifty characters; the vendor would cut in silence."""
    return plain(title)[:MOST_GROUP_NAME]
