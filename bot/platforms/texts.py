"""Texts in a vendor's measure, which is bytes of UTF-8."""

from __future__ import annotations

import re

from bot.platforms.base import Outgoing

_WIDE = str.maketrans(
    {"<": "＜", ">": "＞", "`": "｀", "*": "＊", "_": "＿", "[": "［", "]": "］", "|": "｜"}
)
_LINE_MARK = re.compile(r"(?m)^(\s*)(#{1,6}|[-+]|\d+[.)])(?=\s)")
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def plainly(text: str) -> str:
    """Words that stay what they are in Markdown: no heading, link or ping.

    Vendors' dialects have no backslash escape, so what would be markup is written full-width.
    """
    return _LINE_MARK.sub("\\1\u200b\\2", UNSEEN.sub("", text).translate(_WIDE))


def again(message: Outgoing) -> str:
    """What every further part opens with: a quote of it must tell the ticket."""
    number = message.meta.get("ticket")
    return f"#{number}（续）" if number else "（续）"


def pieces(text: str, most: int, again: str = "") -> list[str]:
    """The text in parts of at most `most` bytes, cut between lines where that is possible.

    `again` opens every part but the first: what each of them must say, as the ticket's number.
    """
    parts: list[str] = []
    rest = text
    while len(rest.encode()) > most:
        fits = cut(rest, most)
        at = fits.rfind("\n")
        end = at if at > len(fits) // 2 else len(fits)
        parts.append(rest[:end])
        rest = again + rest[end:].lstrip("\n")
    return [*parts, rest]


def cut(text: str, most: int) -> str:
    """The longest beginning of at most `most` bytes; no character is torn."""
    return text.encode()[:most].decode("utf-8", "ignore")


def short(text: str, most: int) -> str:
    """Cut to its size; what was cut is shown by …"""
    return text if len(text.encode()) <= most else cut(text, most - 3) + "…"
