"""The words that decided what a complaint is about, as an agent is shown them (R3.1.3)."""

from __future__ import annotations

import re

from bot.domain.reading.classify import Verdict
from bot.domain.reading.late import late
from bot.domain.reading.temps import Temp

#: these only say that something was measured, not how warm it is
_MEASURE = late(r"\d|℃|°|测温|室温|温度")


def words(
    twin: str,
    verdict: Verdict,
    temperature: Temp | None,
    spans: list[tuple[int, int]],
) -> tuple[str, ...]:
    """The words that decided the type: with a figure the one that counts, in doubt what is said
    beside name, number and place."""
    # what was told with an unreal clause cut out of its middle can't be shown
    why = tuple(w for w in verdict.why if w in twin)
    if temperature and verdict.type == "quality" and (not why or _MEASURE.search(why[0])):
        return (twin[temperature.start : temperature.end].strip(" ,"),)
    if why:
        return why
    told = twin
    for start, end in spans:
        twin = twin[:start] + " " * (end - start) + twin[end:]
    said = [x for x in re.split(r"[\s,。;:!?()|【】\x01]+", twin) if x]
    if said:
        return (max(said, key=lambda part: sum(map(str.isalpha, part))),)
    # a number that was blanked out decides nothing; a compound told for several stands elsewhere
    places = (told[start:end].strip(" ,\x01") for start, end in spans)
    return tuple(place.split()[-1] for place in places if place)[:1]
