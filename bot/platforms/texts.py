"""Texts in a vendor's measure, which is bytes of UTF-8."""

from __future__ import annotations


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
