"""A period's figures as pictures: SVG for a page, PNG for a report.

The words and shapes are templates in `templates/charts/`; the font goes with them, so that a
picture is the same on every machine. A page takes the SVG as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.domain.figures import Figures
from bot.render import TEMPLATES, neutral, percent, short

FONT = TEMPLATES / "fonts" / "NotoSansSC.otf"
#: More days than these are shown by week.
MOST_DAYS = 45
#: As wide as a printed page has it, in the units of the picture; a page asks for its own widths.
WIDTH = 720
#: As many letters as a bar's label has room for; less room for the bars than this is too little.
_LABEL, _LEAST = 20, 200
#: The size of all letters but the title's.
_SIZE = 13


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES / "charts"),
        undefined=StrictUndefined,
        finalize=lambda value: value if isinstance(value, Markup) else neutral(value),
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=True,
    )


def _draw(name: str, **facts: Any) -> Markup:
    return Markup(_environment().get_template(f"{name}.svg.j2").render(facts).strip())  # noqa: S704


def by_day(figures: Figures) -> list[tuple[str, int]]:
    """What was received on each day; on each week, by its Monday, where there are many days."""
    if len(figures.days) <= MOST_DAYS:
        return [(f"{day:%m-%d}", count) for day, count in figures.days.items()]
    weeks: dict[str, int] = {}
    for day, count in figures.days.items():
        monday = f"{day - timedelta(days=day.weekday()):%m-%d}"
        weeks[monday] = weeks.get(monday, 0) + count
    return [*weeks.items()]


def days(figures: Figures, width: int = WIDTH) -> Markup:
    """Received day by day."""
    points = [{"label": label, "value": count} for label, count in by_day(figures)]
    weekly = len(figures.days) > MOST_DAYS
    most = max((count for _, count in by_day(figures)), default=0)
    facts = {"points": points, "top": _round_up(most), "most": most, "weekly": weekly}
    return _draw("days", width=width, **facts)


def kinds(
    figures: Figures,
    types: Mapping[str, str],
    departments: Mapping[str, str],
    width: int = WIDTH,
) -> Markup:
    """Tickets by type and by department; names by their keys."""
    groups = [
        [_bar(types[key], count) for key, count in figures.types.items()],
        [
            _bar(departments.get(key, key), each.tickets)
            for key, each in figures.departments.items()
            if each.tickets
        ],
    ]
    top = max((bar["value"] for group in groups for bar in group), default=1)
    return _bars("kinds", [group for group in groups if group], top, width)


def on_time(figures: Figures, names: Mapping[str, str], width: int = WIDTH) -> Markup:
    """Each rule's share of clocks met and missed, as far as any has come to its end."""
    bars = [
        {
            "label": short(names.get(rule, rule), _LABEL),
            "value": kept.met / kept.due.whole,
            "rest": kept.missed / kept.due.whole,
            "shown": f"{percent(kept.due.rate)}  {kept.met}/{kept.due.whole}",
        }
        for rule, kept in figures.rules.items()
        if kept.due.whole
    ]
    return _bars("on_time", [bars] if bars else [], 1, width)


def png(svg: str) -> bytes:
    """The picture, twice as fine as a screen."""
    import resvg_py

    drawn = resvg_py.svg_to_bytes(
        svg_string=svg,
        background="#ffffff",
        skip_system_fonts=True,
        font_files=[str(FONT)],
        font_family="Noto Sans SC",
        sans_serif_family="Noto Sans SC",
        zoom=2,
    )
    return bytes(drawn)


def _bar(label: str, count: int) -> dict[str, Any]:
    return {"label": short(label, _LABEL), "value": count, "rest": 0, "shown": str(count)}


def _bars(name: str, groups: list[list[dict[str, Any]]], top: int, width: int) -> Markup:
    """Labels stand before their bars, or above them where that would leave the bars no room."""
    bars = [bar for group in groups for bar in group]
    left = 10 + max((_long(bar["label"]) for bar in bars), default=0)
    right = 12 + max((_long(bar["shown"]) for bar in bars), default=0)
    if width - left - right < _LEAST:
        left = 0
    return _draw(name, groups=groups, top=top, width=width, left=left, right=right)


def _long(text: str) -> int:
    """About as long as a line of it is drawn: a Chinese sign is as wide as it is high."""
    return round(sum(_SIZE if ord(sign) > 0x2E80 else _SIZE * 0.6 for sign in text))


def _round_up(most: int) -> int:
    """The top of an axis: even, and easy to read."""
    tens: Iterable[int] = (n * 10**power for power in range(1, 8) for n in (1, 2, 3, 4, 5, 6, 8))
    return next(step for step in (2, 4, 6, 8, *tens) if step >= most)
