"""`heatdesk simulate`: a scenario against the real handlers, and what happened as lines."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.app import House, build
from bot.clock import MovableClock
from bot.domain.ticket import Ticket
from bot.platforms.local import LocalChats, LocalPlatform
from bot.platforms.local.records import Happening
from bot.scenario import Player, Scenario
from bot.timeline import line_of
from storage.migrate import migrate


async def simulate(scenario: Scenario) -> list[dict[str, Any]]:
    """Plays the scenario in a database of its own; everything that happened, in order."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'simulate.db'}"
        await migrate(url)
        platform = LocalPlatform(LocalChats())
        clock = MovableClock(scenario.start)
        house = await build(url, scenario.company, scenario.policy, clock, {"local": platform})
        try:
            player = Player(house, platform, before=0)
            for step in scenario.steps:
                await player.play(step, scenario.start)
            await house.advance(scenario.start + scenario.until)
            happenings = [*_happenings(house, platform.chats.transcript)]
            return happenings + await _tickets(house)
        finally:
            await house.close()


def _local(house: House, at: datetime) -> str:
    return at.astimezone(house.zone).isoformat(timespec="seconds")


def _happenings(house: House, transcript: list[Happening]) -> Iterator[dict[str, Any]]:
    for h in transcript:
        line: dict[str, Any] = {"t": _local(house, h.at), "event": h.event}
        number = h.meta.get("ticket")
        ticket = f"T{number}" if number else None
        match h.event:
            case "message":
                line |= {
                    "in": h.title,
                    "kind": h.meta.get("kind"),
                    "rule": h.meta.get("rule"),
                    "ticket": ticket,
                    "mentions": list(h.names),
                    "text": h.text,
                }
            case "group_created" | "group_closed":
                ticket = h.title.partition("#")[2].partition(" ")[0]
                line |= {"in": h.title, "ticket": f"T{ticket}", "members": list(h.names)}
            case "call":
                line |= {
                    "level": h.level,
                    "to": list(h.names),
                    "ticket": ticket,
                    "rule": h.meta.get("rule"),
                }
            case _:
                continue
        yield line


async def _tickets(house: House) -> list[dict[str, Any]]:
    async with house.storage.reading() as queries:
        tickets = sorted(await queries.all_tickets(limit=100_000), key=lambda t: t.id)
        company = await house.storage.company()
        lines = []
        for ticket in tickets:
            timeline = [
                line_of(house.renderer, company, entry, house.zone)
                for entry in await queries.timeline(ticket.id)
            ]
            lines.append(_ticket(ticket, timeline))
        return lines


def _ticket(ticket: Ticket, timeline: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "event": "ticket",
        "ticket": f"T{ticket.id}",
        "number": str(ticket.id),
        "status": ticket.status.value,
        "severity": ticket.severity.value,
        "type": ticket.type.value,
        "department": ticket.department,
        "missed": list(ticket.missed),
        "repeats": ticket.repeats,
        "parent": f"T{ticket.parent}" if ticket.parent else None,
        "households": ticket.households,
        "timeline": timeline,
    }


def as_json(line: dict[str, Any]) -> str:
    """One line of JSON."""
    return json.dumps(line, ensure_ascii=False)


def as_text(line: dict[str, Any]) -> str:
    """The same for a person's eye."""
    match line["event"]:
        case "message":
            text = line["text"].replace("\n", "\n      ")
            return f"{line['t'][5:16]} 【{line['in']}】{text}"
        case "group_created":
            return f"{line['t'][5:16]} 建群【{line['in']}】{'、'.join(line['members'])}"
        case "group_closed":
            return f"{line['t'][5:16]} 结群【{line['in']}】"
        case "call":
            return (
                f"{line['t'][5:16]} 呼叫（{line['level']}）{'、'.join(line['to'])} {line['rule']}"
            )
        case _:
            missed = "、".join(line["missed"]) or "无"
            head = f"#{line['number']} {line['status']} {line['department']} 超时：{missed}"
            rows = [f"  {e['t'][5:16]} {e['by']} {e['what']}" for e in line["timeline"]]
            return "\n".join([head, *rows])
