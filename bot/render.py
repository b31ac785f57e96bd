"""Facts into words: strict templates, and text from outside that can't ping or break anything."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from bot.domain.card import Button, Card, FormField, Mention

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"

#: Control and direction characters that make a line unreadable or read backwards.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")

#: So many drawn cards are kept.
CARDS = 256


class Own(str):
    """Words of ours that may ping: the only text that is put out as it stands."""


def neutral(value: object) -> object:
    """What every interpolated value goes through. An @ from outside rings nobody."""
    if isinstance(value, Own) or not isinstance(value, str):
        return "" if value is None else value
    if value.isprintable() and "@" not in value:
        return value  # nearly everything; nothing of `_UNSEEN` counts as printable
    return _UNSEEN.sub("", value).replace("@", "＠")


class _Templates(Environment):
    """Facts are plain JSON, so `ticket.number` is the key first.

    Jinja2 by itself asks for an attribute first and catches the error: a fifth of the rendering.
    """

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The key of a dict, and whatever Jinja2 finds of anything else."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


class Renderer:
    """Templates of one time zone. `form` is the platform's: each has files of its own."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._labels: dict[str, dict[str, str]] = {}
        self._drawn = lru_cache(maxsize=CARDS)(self._draw)
        self._environment = _Templates(
            loader=FileSystemLoader(TEMPLATES / "chat"),
            undefined=StrictUndefined,
            finalize=neutral,
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=False,
            auto_reload=False,  # asks the disk at every rendering whether a template has changed
        )
        filters = self._environment.filters
        filters["at"] = self._at
        filters["left"] = _left
        filters["ago"] = _ago
        filters["span"] = lambda seconds: span(timedelta(seconds=seconds))
        filters["short"] = short
        filters["percent"] = percent
        filters["number"] = lambda value: f"{value:g}"
        self._environment.globals["part"] = self._part

    def words(
        self, template: str, form: str, facts: Mapping[str, Any], now: datetime, **more: Any
    ) -> str:
        """A template's text. Raises jinja2.TemplateError on a fact that is missing."""
        context = {**facts, "now": now, "form": form, **more}
        context.setdefault("mentions", Own(""))
        text = self._environment.get_template(f"{template}.{form}.j2").render(context)
        return re.sub(r"\n{2,}", "\n", text).strip()

    def labels(self, of: str) -> dict[str, str]:
        """The names of a ticket's statuses, types, severities or fields, by their keys."""
        found = self._labels.get(of)
        if found is None:
            module = self._environment.get_template("_words.text.j2").make_module({})
            found = self._labels[of] = getattr(module, of)
        return found

    def message(
        self, payload: Mapping[str, Any], form: str, mentions: tuple[Mention, ...], now: datetime
    ) -> str:
        """An outbox row's text; the mentions are the only @ in it."""
        ring = Own(" ".join(f"@{m.name}" for m in mentions))
        more = {"mentions": ring, "kind": payload["kind"], "rule": payload["rule"] or ""}
        text = self.words(payload["template"], form, payload["facts"], now, **more)
        return re.sub(r" {2,}", " ", text)

    def card(
        self,
        facts: Mapping[str, Any],
        buttons: list[dict[str, Any]],
        form: str,
        now: datetime,
    ) -> Card:
        """A ticket's face: title, status and tone, then a label and a value on each line.

        A card stands in several chats and is brought up to date in each: it is drawn once.
        """
        return self._drawn(json.dumps([facts["ticket"], buttons]), form, now)

    def _draw(self, face: str, form: str, now: datetime) -> Card:
        ticket, buttons = json.loads(face)
        # What somebody wrote on two lines would pass for a line of the card.
        facts = {"ticket": {key: _on_one_line(value) for key, value in ticket.items()}}
        title, status, tone, *lines = self.words("card", form, facts, now).split("\n")
        pairs = (line.split("\t", 1) for line in lines if "\t" in line)
        return Card(
            ticket=int(ticket["number"]),
            title=title,
            status=status,
            tone=tone,
            lines=tuple((label.strip(), value.strip()) for label, value in pairs),
            buttons=tuple(_button(b) for b in buttons),
        )

    @pass_context
    def _part(self, context: Context, part: Mapping[str, Any]) -> Own:
        form, now = str(context["form"]), context["now"]
        facts = part["facts"]
        return Own(self.words(part["template"], form, facts, now, kind="reply", rule=""))

    @pass_context
    def _at(self, context: Context, value: str | datetime) -> str:
        return day_and_time(_instant(value), context["now"], self._zone)


@lru_cache
def renderer_for(zone: tzinfo) -> Renderer:
    """One renderer a time zone: its templates are compiled once a process."""
    return Renderer(zone)


def day_and_time(at: datetime, now: datetime, zone: tzinfo) -> str:
    """今天18:00, 明天09:00, 11月26日09:00."""
    when, today = at.astimezone(zone), now.astimezone(zone).date()
    days = (when.date() - today).days
    names = {0: "今天", 1: "明天", -1: "昨天", 2: "后天"}
    year = "" if when.year == today.year else f"{when.year}年"
    day = names.get(days, f"{year}{when.month}月{when.day}日")
    return f"{day}{when:%H:%M}"


def _on_one_line(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


def _instant(value: str | datetime) -> datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


@pass_context
def _left(context: Context, value: str | datetime) -> str:
    return span(max(timedelta(0), _instant(value) - context["now"]))


@pass_context
def _ago(context: Context, value: str | datetime) -> str:
    return span(max(timedelta(0), context["now"] - _instant(value)))


def span(length: timedelta) -> str:
    """2小时10分钟, 3天4小时, 不到1分钟."""
    minutes = int(length.total_seconds()) // 60
    if minutes < 1:
        return "不到1分钟"
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    if days:
        return f"{days}天" + (f"{hours}小时" if hours else "")
    return (f"{hours}小时" if hours else "") + (f"{minutes}分钟" if minutes else "")


def percent(rate: float | None) -> str:
    """96.5%; rounded down, so that one missed of thousands is never 100%."""
    if rate is None:
        return "—"
    return f"{math.floor(rate * 1000 + 1e-9) / 10:g}%"


def short(value: object, length: int) -> str:
    """At most so many characters on one line; what was cut is shown by …"""
    line = re.sub(r"\s+", " ", str(value)).strip()
    return line if len(line) <= length else line[: length - 1] + "…"


def _button(value: Mapping[str, Any]) -> Button:
    fields = tuple(
        FormField(f["name"], f["label"], f["kind"], tuple(f["choices"]), f["required"])
        for f in value["fields"]
    )
    look = value["look"]
    action = value["action"]
    return Button(action, action, fields, primary=look == "primary", danger=look == "danger")
