"""What a second reader says of a ticket that the rules were unsure about (R2.2.1).

It is a stranger's word. It may complete what is empty, with what really stands in the ticket's own
text; on type and severity it may only propose. Whatever a person has said meanwhile stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain import events
from bot.domain.draft import Draft, Refusal
from bot.domain.notices import Kind, Priority, Role, To, Who
from bot.domain.reading import normal, phones, temps
from bot.domain.reading.name_words import is_likely
from bot.domain.ticket import Mark, Severity, Type

READ_AGAIN = "read_again"

#: The longest that each field can be.
_LONGEST: Mapping[str, int] = {"name": 12, "address": 80, "community": 30, "happened": 30}
FIELDS = (*_LONGEST, "phone", "room_temp_c")
_MOST = 200
#: An address has a number or a word for a place; 家里不热 stands in the text and is none.
_PLACE = re.compile(r"\d|(?<!家)(?<!屋)[区园苑里庄村楼栋幢号室路街巷城府湾院社镇乡屯厂校站厦]")
_RUN = re.compile(r"\d(?:[\s\-]?\d)*")


@dataclass(frozen=True, slots=True)
class Opinion:
    """A second reader's answer, as far as it is one at all."""

    complaint: bool | None = None
    type: Type | None = None
    severity: Severity | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)


def opinion_of(value: Mapping[str, Any]) -> Opinion | None:
    """What of an answer has a meaning here; None where nothing has."""
    complaint = value.get("complaint")
    kind, severity = value.get("type"), value.get("severity")
    told = {name: value.get(name) for name in FIELDS}
    opinion = Opinion(
        complaint if isinstance(complaint, bool) else None,
        Type(kind) if isinstance(kind, str) and kind in set(Type) else None,
        Severity(severity) if isinstance(severity, str) and severity in set(Severity) else None,
        {name: worth for name, raw in told.items() if (worth := _worth(raw)) is not None},
    )
    return None if opinion == Opinion() else opinion


def _worth(raw: object) -> str | float | None:
    if isinstance(raw, str):
        return raw.strip()[:_MOST] or None
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return float(raw) if abs(raw) < 10**12 else None
    return None


def standing_in(content: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the fields that the text bears out; inventions fall away."""
    text = normal.normalise(content)
    twin, flat = normal.fold(text), _flat(text)
    found: dict[str, Any] = {}
    for name, value in fields.items():
        if name == "phone":
            digits = re.sub(r"\D", "", normal.normalise(str(value)))
            numbers = {p.digits for p in phones.find(twin)}
            numbers |= {re.sub(r"\D", "", run[0]) for run in _RUN.finditer(text)}
            if 7 <= len(digits) <= 12 and digits in numbers:
                found[name] = digits
        elif name == "room_temp_c":
            degrees = _number(value)
            if degrees is not None and degrees in {t.low for t in temps.find(twin) if t.ours}:
                found[name] = degrees
        elif name in _LONGEST and isinstance(value, str) and _stands(name, value, flat):
            found[name] = normal.normalise(value)
    return found


def _number(value: object) -> float | None:
    written = re.fullmatch(r"\s*(\d{1,2}(?:\.\d+)?)\s*(?:度|°C|℃)?\s*", str(value))
    return float(written[1]) if written else None


def _stands(name: str, value: str, flat: str) -> bool:
    """Word for word; an address may be put together from several places of the text."""
    words = normal.normalise(value)
    if not 2 <= len(_flat(words)) <= _LONGEST[name] or "\n" in words:
        return False
    if name == "name" and (re.search(r"[\d【】,。:;]", words) or not is_likely(words)):
        return False
    if name == "address" and not _PLACE.search(words):
        return False
    parts = words.split() if name == "address" else [words]
    return all(len(_flat(part)) >= 2 and _flat(part) in flat for part in parts)


def _flat(text: str) -> str:
    return "".join(text.split())


def read_again(draft: Draft, event: events.ReadAgain) -> Refusal | None:
    """Completes, proposes, changes nothing else. A second answer to the same question is none."""
    ticket = draft.ticket
    if READ_AGAIN in ticket.marks:
        return None
    told = standing_in(ticket.content, event.fields)
    filled = {name: value for name, value in told.items() if getattr(ticket, name) is None}
    draft.change(marks={**ticket.marks, READ_AGAIN: Mark(draft.now, draft.by)}, **filled)
    # Whoever has looked at it knows better: nothing is proposed against a person's word.
    looked = not ticket.needs_check or event.read_as not in (None, ticket.type)
    no_complaint = not looked and event.complaint is False
    unlike = not looked and not no_complaint
    kind = event.type if unlike and event.type is not ticket.type else None
    severity = event.severity if unlike and event.severity is not ticket.severity else None
    facts: dict[str, Any] = {
        "filled": filled,
        "no_complaint": no_complaint,
        "type_read": kind.value if kind else None,
        "severity_read": severity.value if severity else None,
    }
    draft.note(READ_AGAIN, **facts)
    if filled or no_complaint or kind or severity:
        urgent = severity is Severity.MAJOR
        draft.tell(
            Kind.QUESTION if no_complaint or kind or severity else Kind.REPLY,
            "second_reading",
            To.SERVICE,
            *((Who(Role.SERVICE),) if urgent else ()),
            card=True,
            priority=Priority.MAJOR if urgent else None,
            **facts,
        )
    return None
