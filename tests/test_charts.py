"""Charts: what they show, that nothing breaks them, and that their font has people's names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from defusedxml.ElementTree import fromstring

from bot import charts
from bot.domain.events import Received
from bot.domain.figures import Figures
from bot.domain.lifecycle import Decision, decide
from bot.domain.periods import Kind, whole
from bot.domain.policy import Policy
from bot.domain.tally import Tally
from bot.domain.ticket import Severity, Type
from tests.house import MORNING, local

SVG = "{http://www.w3.org/2000/svg}"
ZONE = ZoneInfo("Asia/Shanghai")
NASTY = "检修<b>&\"' ]]> @所有人 \x07部"


def figures(kind: Kind, *offsets: int, now: datetime | None = None) -> Figures:
    """One complaint so many hours after Monday morning, for each; nobody has contacted any."""
    period = whole(kind, MORNING.astimezone(ZONE))
    tally = Tally(period, "service", now or MORNING + timedelta(hours=200))
    for number, hours in enumerate(offsets, 1):
        event = Received(
            by="客服甲", number=number, content="不热", origin=local("客服群"), type=Type.QUALITY,
            severity=Severity.GENERAL, department="operations",
        )  # fmt: skip
        decided = decide(None, event, Policy(), MORNING + timedelta(hours=hours))
        assert isinstance(decided, Decision)
        tally.add(decided.ticket, ())
    return tally.figures()


def texts(svg: str) -> list[str]:
    return ["".join(text.itertext()) for text in fromstring(svg).iter(f"{SVG}text")]


def test_days_are_columns_as_tall_as_they_count() -> None:
    svg = charts.days(figures(Kind.WEEK, 0, 1, 24, 100))
    tall = [float(bar.get("height") or 0) for bar in fromstring(svg).iter(f"{SVG}rect")]
    assert len(tall) == 7
    assert tall[0] == 2 * tall[1] == 2 * tall[4] > 0
    assert tall[2] == 0
    assert {"11-23", "11-29", "2"} <= set(texts(svg))


def test_a_season_is_drawn_by_weeks() -> None:
    found = figures(Kind.SEASON, 0, 1, 24 * 8, now=datetime(2027, 4, 1, tzinfo=UTC))
    assert len(found.days) == 121
    assert charts.by_day(found)[:3] == [("11-09", 0), ("11-16", 0), ("11-23", 2)]
    assert "每周" in texts(charts.days(found))[0]


def test_names_from_outside_are_only_names() -> None:
    found = figures(Kind.WEEK, 0)
    svg = charts.kinds(found, {"quality": NASTY}, {"operations": NASTY})
    assert "检修<b>&\"' ]]> ＠所有人 部" in texts(svg)
    assert "style=" not in svg  # a page's policy allows none


def test_rates_fill_their_bar() -> None:
    found = figures(Kind.WEEK, 0, 1, 190)
    svg = charts.on_time(found, {"R3.2.2": "R3.2.2 联系用户"})
    bars = {
        bar.get("class"): float(bar.get("width") or 0) for bar in fromstring(svg).iter(f"{SVG}rect")
    }
    assert found.rules["R3.2.2"].missed == 3
    assert bars["chart-rest"] > 0
    assert "0%  0/3" in texts(svg)


@pytest.mark.parametrize("width", [300, 520, 1040])
def test_nothing_of_a_chart_is_outside_of_the_width_it_is_drawn_for(width: int) -> None:
    month = figures(Kind.MONTH, *(24 * day for day in range(7)), now=MORNING + timedelta(days=9))
    names = {"R3.2.2": "R3.2.2 联系用户、约定上门的时间再告诉他"}
    for svg in (
        charts.days(month, width),
        charts.kinds(month, {"quality": "供热质量"}, {"operations": "运行部"}, width),
        charts.on_time(month, names, width),
    ):
        drawn = fromstring(svg)
        assert drawn.get("viewBox", "").split()[2] == str(width)
        for bar in drawn.iter(f"{SVG}rect"):
            assert 0 <= float(bar.get("x", 0)) + float(bar.get("width", 0)) <= width
        for text in drawn.iter(f"{SVG}text"):
            x, long = float(text.get("x", 0)), 7 * len("".join(text.itertext()))
            before = {"end": 1, "middle": 0.5}.get(text.get("text-anchor", ""), 0)
            assert x - before * long >= -1
            assert x + (1 - before) * long <= width + 1
            assert float(text.get("font-size", 13)) >= 13


def test_neither_days_nor_their_counts_are_drawn_over_each_other() -> None:
    month = figures(Kind.MONTH, *(24 * day for day in range(7)), now=MORNING + timedelta(days=9))
    for width in (300, 520, 1040):
        days = fromstring(charts.days(month, width)).iter(f"{SVG}text")
        labels = [float(t.get("x", 0)) for t in days if "-" in (t.text or "")]
        assert len(labels) > 1
        assert min(b - a for a, b in pairwise(labels)) >= 35


@pytest.mark.parametrize("kind", list(Kind))
def test_a_period_without_a_complaint_has_charts_too(kind: Kind) -> None:
    empty = figures(kind)
    for svg in (charts.days(empty), charts.kinds(empty, {}, {}), charts.on_time(empty, {})):
        assert charts.png(svg).startswith(b"\x89PNG")


def test_the_font_has_names_that_gb2312_has_not() -> None:
    def drawn(text: str) -> bytes:
        svg = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">'
        return charts.png(f'{svg}<text y="16" font-family="Noto Sans SC">{text}</text></svg>')

    assert len({drawn(letter) for letter in " 喆堃玥镕"}) == 5
    licence = charts.FONT.with_name("OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
