"""Letters whose parts look like a list's items and are one household's (R2.2)."""

from __future__ import annotations

from bot.domain.reading import compounds, marks, places
from bot.domain.reading.late import late

_SALUTES = late(
    r"\s*(?:尊敬的|敬爱的|[^\n:,。]{0,12}(?:书记|[市区县省]长|局长|领导|主任|同志|公司|部门)[^\n:,。]{0,4}"
    r"[,、]?(?:[您你]们?好)?)[:!,。]"
)
_ENDS = late(r"[。;!?\n]")
#: what stands before the name of the place that a line is about
_LEAD = 4


def is_told(pieces: list[str]) -> bool:
    """Whether what looks like a list is what one household writes: what it asks for or was told so
    far, point by point, its place above the points and below them."""
    if marks.are_marked(pieces):
        head, *points, last = pieces
        # the ends and the first points tell of most lists that they are none of one household
        return (
            all(map(compounds.is_anchored, (head, last)))
            and not any(compounds.is_anchored(marks.bare(point)) for point in points)
            and not (compounds.masked(head)[1] and compounds.masked(last)[1])
            and _is_signature(head, last)
        )
    if not _SALUTES.match(pieces[0]):
        return False
    told = [i for i, piece in enumerate(pieces) if compounds.is_anchored(piece)]
    if len(told) < 2 or sum(bool(compounds.masked(pieces[i])[1]) for i in told) > 1:
        return False
    leads = [i for i in told if _first(pieces[i]) <= _LEAD and compounds.has_flat(pieces[i])]
    return sum(compounds.has_flat(piece) for piece in pieces) < 2 and len(leads) < 2


def _is_signature(head: str, last: str) -> bool:
    """Whether a place in the last point stands behind its end."""
    words = marks.bare(last)
    if compounds.has_flat(head) and compounds.has_flat(words) and not _are_of_one(head, words):
        return False
    return _ENDS.search(words, 0, _first(words)) is not None


def _are_of_one(head: str, words: str) -> bool:
    """Whether both tell one flat."""
    rooms = [
        {p.text for p in places.find(compounds.masked(part)[0]) if p.level == 2}
        for part in (head, words)
    ]
    return bool(rooms[0] & rooms[1])


def _first(words: str) -> int:
    """Where the first place that is named or a flat begins."""
    found = places.find(compounds.masked(words)[0])
    return next((p.start for p in found if p.named or p.level == 2), 0)
