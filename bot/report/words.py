"""Figures into the report's lines, by `templates/report/`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot import charts
from bot.domain.access import masked
from bot.domain.company import Company
from bot.domain.figures import Compared, Figures, Length
from bot.domain.periods import Kind
from bot.domain.policy import RULES
from bot.domain.reading import normal, phones
from bot.domain.ticket import Ticket
from bot.domain.timing import late, missed
from bot.render import TEMPLATES, Own, neutral, percent, renderer_for, short, span
from bot.report.blocks import Block, blocks, row

#: As many rows of a list, and as many communities, as a report has.
MOST, TOP = 50, 10
_BLANKS = re.compile(r"\s+")
#: What no XML may hold beside what `neutral` takes away.
_BROKEN = re.compile("[\ud800-\udfff\ufffe\uffff]")
#: A report goes from hand to hand: whose number it is stands in the ledger. A mobile's or a
#: landline's first figures and its last four stay.
_PHONE = re.compile(
    r"(?<!\d)(?:(1[3-9]\d)[\s\-.·]?\d{4}[\s\-.·]?|(0\d{2,3})[\s\-]?\d{3,4})(\d{4})(?!\d)"
)
_KEPT = r"\1\2****\3"
_NONE = "—"


@dataclass(frozen=True, slots=True)
class Words:
    """A period's report in the company's names and time."""

    company: Company
    compared: Compared
    zone: tzinfo

    def report(self) -> list[Block]:
        """The whole of it."""
        return blocks(self._render("report", summary=self.summary()))

    def summary(self) -> list[str]:
        """Three sentences: what happened, what was missed, what to look at."""
        lines = self._render("summary").splitlines()
        return [Own(line.strip()) for line in lines if line.strip()]

    def picture(self, name: str) -> str:
        """One of its charts as SVG."""
        figures = self.compared.figures
        if name == "days":
            return charts.days(figures)
        if name == "kinds":
            types = renderer_for(self.zone).labels("type")
            return charts.kinds(figures, types, self.company.department_names)
        return charts.on_time(figures, {r.id: f"{r.id} {r.duty}" for r in RULES.values()})

    def _render(self, name: str, **more: Any) -> str:
        figures, now = self.compared.figures, self.compared.figures.now
        facts = {
            "company": self.company.name,
            "f": figures,
            "b": self.compared.before,
            "y": self.compared.a_year_before,
            "late": [(t, late(t, now)[0]) for t in self.compared.late],
            "worst": figures.worst_rules(),
            "days": charts.by_day(figures),
            "weekly": len(figures.days) > charts.MOST_DAYS,
            "duties": RULES,
            "departments": defaultdict(str, self.company.department_names),
            "service": self.company.service,
            "before_name": _BEFORE[figures.period.kind],
            "value": _value,
            "share": lambda part, whole: percent(part / whole if whole else None),
            "numbers": lambda numbers: "、".join(f"#{n}" for n in numbers),
            "missed_on": lambda ticket: _missed(ticket, now),
            "row": lambda *cells: Own(row(map(_cell, cells))),
            "MOST": MOST,
            "TOP": TOP,
            **more,
        }
        return _environment(self.zone).get_template(f"{name}.j2").render(facts)


_BEFORE = {Kind.DAY: "前一天", Kind.WEEK: "上周", Kind.MONTH: "上月", Kind.SEASON: "上个采暖季"}


def _cell(value: object) -> str:
    return str(_clean(value))


def _clean(value: object) -> object:
    """On one line, phones masked, with nothing in it that breaks a file."""
    if isinstance(value, Own):
        return value
    found = neutral(value)
    if not isinstance(found, str):
        return found
    shown = _PHONE.sub(_KEPT, found)
    return _BROKEN.sub("", _BLANKS.sub(" ", shown)).strip(" ")


def _cut(words: object, most: int) -> str:
    """People's words: a number is masked before it is cut, and one that was spoken too."""
    text = _PHONE.sub(_KEPT, str(words))
    for phone in sorted(phones.find(normal.fold(text)), key=lambda p: -p.start):
        text = f"{text[: phone.start]}{masked(phone.digits)}{text[phone.end :]}"
    return short(text, most)


@lru_cache(maxsize=4)
def _environment(zone: tzinfo) -> Environment:
    made = Environment(
        loader=FileSystemLoader([TEMPLATES / "report", TEMPLATES / "chat"]),
        undefined=StrictUndefined,
        finalize=_clean,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701 -- no HTML: each kind of file escapes its own
    )
    made.filters["percent"] = percent
    made.filters["short"] = _cut
    made.filters["span"] = lambda seconds: span(timedelta(seconds=seconds))
    made.filters["minute"] = lambda at: f"{at.astimezone(zone):%m-%d %H:%M}"
    made.filters["day"] = _day
    made.filters["the_day_before"] = lambda at: at - timedelta(microseconds=1)
    return made


def _day(at: datetime) -> str:
    return f"{at.year}年{at.month}月{at.day}日"


def _missed(ticket: Ticket, now: datetime) -> str:
    return "、".join(dict.fromkeys(each.rule for each in missed(ticket, now)))


def _value(figures: Figures | None, what: str) -> str:
    """One figure of a period as the table shows it; a dash where there is no such period."""
    if figures is None:
        return _NONE
    shares = {
        "closed": figures.closed,
        "clocks": figures.clocks.due,
        "followed": figures.followed_up,
        "satisfied": figures.satisfied,
    }
    if what in shares:
        share = shares[what]
        return f"{percent(share.rate)}（{share.part}/{share.whole}）" if share.whole else _NONE
    lengths = {
        "contact": figures.to_contact,
        "handle": figures.to_handle,
        "close": figures.to_close,
    }
    if what in lengths:
        return _length(lengths[what])
    return {
        "received": str(figures.received),
        "apart": f"{figures.void}、{figures.merged}",
        "valid": str(figures.valid),
        "major": str(figures.severities.get("major", 0)),
        "missed": str(figures.missed_tickets),
        "unrated": str(figures.unrated),
        "dissatisfied": str(figures.once_dissatisfied),
        "reopened": str(figures.reopened),
        "repeats": str(figures.repeats),
        "corrected": str(figures.corrected),
        "incidents": str(figures.incidents),
    }[what]


def _length(length: Length) -> str:
    if length.mean is None or length.median is None:
        return _NONE
    both: Sequence[float] = (length.mean, length.median)
    return " / ".join(span(timedelta(seconds=seconds)) for seconds in both)
