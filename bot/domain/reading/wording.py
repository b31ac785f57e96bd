"""The same words, whatever blanks and marks stand in them and around them."""

from __future__ import annotations

from functools import lru_cache

from bot.domain.reading.late import late

_EDGES = late(r"^[^\w(*]+|[^\w)*]+$")


def without_edges(words: str) -> str:
    """Words without the marks around them, but for brackets that may belong to them."""
    if words[:1].isalnum() and words[-1:].isalnum():
        return words  # mostly
    return _EDGES.sub("", words)


@lru_cache(maxsize=64)
def dense(words: str | None) -> str:
    """The same without blanks; nothing of nothing."""
    return without_edges("".join(words.split())) if words else ""


def holds(whole: str | None, part: str | None) -> bool:
    """Whether a part, which is not nothing, stands in the whole."""
    return bool(part) and dense(part) in dense(whole)
