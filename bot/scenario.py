"""Scenarios: a story in YAML, played on a house with a moved clock."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Any

import yaml

from bot.app import ZONE, House
from bot.clock import MovableClock
from bot.domain.chat import ChatRef
from bot.domain.company import Company
from bot.domain.company_config import company_from_config, unknown_keys
from bot.domain.policy import Policy
from bot.domain.policy_config import policy_from_config, read_duration
from bot.platforms.local import LocalPlatform
from bot.reasons import reason_no_yaml, reason_of
from bot.storm import storm_of
from bot.written import as_written

DEMO = Path(__file__).parent / "demo"
#: More than a season with its follow-up; a longer one is a slip of the pen.
LONGEST = timedelta(days=400)


class ScenarioMistake(ValueError):
    """What is wrong in a scenario, and what would be right."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that somebody says or presses, `at` after the start; the `number`th of its file."""

    number: int
    at: timedelta
    chat: str
    by: str
    say: str | None = None
    press: str | None = None
    ticket: str | None = None
    form: Mapping[str, str] | None = None
    quote: str | None = None
    tell: str = ""
    rush: bool = False  # one of a storm's many: nobody is given time to read each


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole story."""

    title: str
    about: str
    company: Company
    policy: Policy
    start: datetime
    steps: tuple[Step, ...]
    until: timedelta


@cache
def demo_company() -> Company:
    """The company that the demo and scenarios without one of their own use."""
    config = as_written((DEMO / "company.yaml").read_text("utf-8"))
    return company_from_config(config, ZONE, embedded=True)


def load(path: Path) -> Scenario:
    """Reads a scenario. Raises ScenarioMistake in one sentence that says what to do."""
    try:
        value = as_written(path.read_text("utf-8"))
    except OSError as error:
        raise ScenarioMistake(f"读不了 {path}：{reason_of(error)}，检查路径和权限") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ScenarioMistake(f"{path} 不是 YAML：{reason_no_yaml(error)}") from None
    if not isinstance(value, Mapping):
        raise ScenarioMistake(f"{path} 要写成 start、steps、until 几项")
    try:
        return _scenario(value, path.stem)
    except ValueError as error:
        raise ScenarioMistake(f"{path}：{'；'.join(str(error).splitlines())}") from None


def _scenario(value: Mapping[str, Any], name: str) -> Scenario:
    known = ("company", "policy", "start", "steps", "until", "title", "about")
    if unknown := unknown_keys(value, known):
        raise ScenarioMistake("\n".join(unknown))
    given = value.get("company")
    at = _start(value.get("start") or "2026-11-23T08:00:00+08:00")
    given_steps = value.get("steps") or []
    if not isinstance(given_steps, list):
        raise ScenarioMistake(
            "steps 要写成列表，一行一步：- {at: 0m, in: 客服群, by: 客服甲, say: …}"
        )
    steps = [step for i, s in enumerate(given_steps, 1) for step in _steps(s, i)]
    last = max((s.at for s in steps), default=timedelta(0))
    until = _offset(value["until"], "until ") if "until" in value else last
    if max(until, last) > LONGEST:
        raise ScenarioMistake(f"一个剧本最长 {LONGEST.days} 天：把 at 和 until 改短")
    return Scenario(
        title=str(value.get("title") or name),
        about=str(value.get("about") or ""),
        company=company_from_config(given, ZONE, embedded=True) if given else demo_company(),
        policy=policy_from_config(value.get("policy") or {}),
        start=at if at.tzinfo else at.replace(tzinfo=ZONE),
        steps=tuple(sorted(steps, key=lambda s: s.at)),
        until=max(until, last),
    )


def _start(value: object) -> datetime:
    try:
        return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        raise ScenarioMistake(f"start「{value}」不是时间：写成 2026-11-23T08:00:00+08:00") from None


def _offset(value: object, where: str) -> timedelta:
    try:
        return timedelta(0) if value in (0, "0") else read_duration(str(value))
    except ValueError as mistake:
        raise ScenarioMistake(f"{where}{mistake}") from None


def _steps(value: Any, number: int) -> list[Step]:
    """One step, or the many of a `storm:`."""
    if not isinstance(value, Mapping) or "storm" not in value:
        return [_step(value, number)]
    storm = value["storm"]
    if not isinstance(storm, Mapping) or not storm.get("in") or not storm.get("by"):
        raise ScenarioMistake(f"第 {number} 步 storm 要有 in、by 和 households")
    speakers = cycle(storm["by"] if isinstance(storm["by"], list) else [storm["by"]])
    at, tell = _offset(value.get("at", 0), f"第 {number} 步 at "), str(value.get("tell") or "")
    said = storm_of(storm, read_duration(str(storm.get("over", "20m")))).messages()
    return [
        Step(number, at + after, str(storm["in"]), str(next(speakers)), words, tell=tell, rush=True)
        for after, words in said
    ]


def _step(value: Any, number: int) -> Step:
    where = f"第 {number} 步"
    if not isinstance(value, Mapping):
        raise ScenarioMistake(f"{where}要写成 {{at, in, by, say 或 press}}")
    known = ("at", "in", "by", "say", "press", "ticket", "form", "quote", "tell")
    if unknown := unknown_keys(value, known, where):
        raise ScenarioMistake("\n".join(unknown))
    spoken, pressed = (value.get(key) is not None for key in ("say", "press"))
    if not value.get("in") or not value.get("by") or spoken == pressed:
        raise ScenarioMistake(f"{where}要有 in、by，和 say 或 press 之一")
    if pressed and not value.get("ticket"):
        raise ScenarioMistake(f"{where}按钮要写 ticket，如 ticket: T1")
    form = value.get("form") or {}
    if not isinstance(form, Mapping):
        raise ScenarioMistake(f"{where} form 要写成几项，如 form: {{promised: 今天18点}}")
    return Step(
        number=number,
        at=_offset(value.get("at", 0), f"{where} at "),
        chat=str(value["in"]),
        by=str(value["by"]),
        say=str(value["say"]) if spoken else None,
        press=str(value["press"]) if pressed else None,
        ticket=str(value["ticket"]) if value.get("ticket") else None,
        form={str(k): str(v) for k, v in form.items()},
        quote=str(value["quote"]) if value.get("quote") else None,
        tell=str(value.get("tell") or ""),
    )


class Player:
    """Plays steps on a house. `before` is the number of tickets it had when the story began."""

    def __init__(self, house: House, platform: LocalPlatform, before: int) -> None:
        self._house = house
        self._platform = platform
        self._before = before
        self._own: list[int] = []  # the story's tickets in order; kept in a house that had others

    async def play(self, step: Step, start: datetime) -> str:
        """Moves the clock to the step and does it; the chat it happened in comes back.

        Somebody who is not in the company speaks as a stranger. Raises ScenarioMistake.
        """
        await self._house.advance(start + step.at)
        clock = self._house.clock
        if isinstance(clock, MovableClock) and clock.now() < start + step.at:
            clock.set(start + step.at)
        try:
            chat = await self._chat(step.chat)
            heard = len(self._platform.chats.in_chat(chat))
            await self._do(step, chat, self._house.clock.now())
        except ScenarioMistake as mistake:
            raise ScenarioMistake(f"第 {step.number} 步：{mistake}") from None
        await self._house.drain()
        if self._before and step.say is not None:
            await self._take_note(chat, heard)
        return chat

    async def _take_note(self, chat: str, heard: int) -> None:
        """The tickets that a message opened; or the open one of the same household from before the
        story, which then plays on with that."""
        async with self._house.storage.reading() as queries:
            newest = (await queries.all_tickets(limit=1))[0].id
        opened = [n for n in range(self._before + 1, newest + 1) if n not in self._own]
        said = [m for m in self._platform.chats.in_chat(chat)[heard:] if m.sender == "bot"]
        replies = (m.meta.get("ticket") for m in said if m.meta.get("kind") == "reply")
        older = (n for n in replies if isinstance(n, int) and n <= self._before)
        self._own += opened or [n for n in older if n not in self._own][:1]

    async def _do(self, step: Step, chat: str, now: datetime) -> None:
        if step.by not in self._platform.chats.people:
            self._platform.chats.add_person(step.by, step.by)
        if step.press is not None:
            number = self.number(step.ticket or "")
            form = dict(step.form or {})
            await self._platform.press(chat, step.by, step.press, number, form, now)
        else:
            quote = await self._quoted(step.quote, chat) if step.quote else None
            text = re.sub(r"\{T(\d+)\}", self._numbered, step.say or "")
            await self._platform.say(chat, step.by, text, now, quote=quote)

    def number(self, name: str) -> int:
        """T1 is the first ticket of the story."""
        if not re.fullmatch(r"T?\d+", name):
            raise ScenarioMistake(f"「{name}」不是工单：写成 T1、T2 …")
        place = int(name.removeprefix("T"))
        return self._own[place - 1] if 0 < place <= len(self._own) else self._before + place

    def _numbered(self, found: re.Match[str]) -> str:
        return str(self.number(found.group(1)))

    async def _chat(self, name: str) -> str:
        """A group by its name; T1 stands for that ticket's emergency group."""
        if re.fullmatch(r"T\d+", name):
            async with self._house.storage.reading() as queries:
                ticket = await queries.ticket(self.number(name))
            if ticket and ticket.group_chat:
                return ticket.group_chat
        group = self._platform.chats.group_titled(name) or self._platform.chats.groups.get(name)
        if group is None:
            titles = dict.fromkeys(g.title for g in self._platform.chats.groups.values())
            raise ScenarioMistake(f"没有「{name}」这个群，有：{'、'.join(titles)}")
        return group.chat_id

    async def _quoted(self, name: str, chat: str) -> str:
        lane = ChatRef(self._platform.name, chat).lane
        found = await self._house.storage.last_sent(lane, self.number(name))
        if found is None:
            raise ScenarioMistake(f"这个群里还没有 {name} 的消息可引用：换个群，或把这步放后面")
        return found
