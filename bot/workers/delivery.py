"""Outgoing rows to the platforms: claim, render, send, settle. Nobody sleeps here."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bot.domain.chat import ChatRef, GaveUp, GroupMade, GroupRefused, Incoming
from bot.domain.retry import wait_after
from bot.log import logger
from bot.platforms.base import File, Later, Mention, Outgoing, Platform, Refused
from bot.render import Own, Renderer
from bot.workers.limits import Limits
from storage.rows import Failed, OutboxRow, Postponed, Result, Sent
from storage.store import Storage

TOGETHER = 200
#: A process that died while sending is forgotten after this time.
LEASE = timedelta(seconds=60)

_log = logger()
_Accept = Callable[..., Awaitable[Sequence[bool]]]


class DeliveryWorker:
    """Sends what was decided. What the platforms answer goes back in by `accept`, the door."""

    def __init__(
        self,
        storage: Storage,
        platforms: Mapping[str, Platform],
        renderer: Renderer,
        limits: Limits,
        accept: _Accept,
        now: Callable[[], datetime],
        owner: str,
    ) -> None:
        self._storage = storage
        self._platforms = platforms
        self._renderer = renderer
        self._limits = limits
        self._accept = accept
        self._now = now
        self._owner = owner

    async def drain(self) -> int:
        """Sends what may go now, a round of each lane; how many rows are done with."""
        now = self._now()
        rows = await self._storage.claim_outbox(now, TOGETHER, LEASE, self._owner)
        if not rows:
            return 0
        lanes: dict[str, list[OutboxRow]] = {}
        for row in rows:
            lanes.setdefault(row.lane, []).append(row)
        tried = await asyncio.gather(*(self._lane(lane, lanes[lane], now) for lane in lanes))
        results = [result for lane in tried for result in lane]
        await self._storage.settle_outbox(results, now)
        return sum(isinstance(result, Sent | Failed) for result in results)

    async def _lane(self, lane: str, rows: list[OutboxRow], now: datetime) -> list[Result]:
        """One chat's rows, in order; the first that must wait makes the rest wait behind it."""
        room, free_at = await self._limits.allowed(lane, now)
        results: list[Result] = []
        for i, row in enumerate(rows):
            if room is not None and i >= room:
                return results + [Postponed(r.id, free_at, "limit", tried=False) for r in rows[i:]]
            result = await self._try(row, now)
            results.append(result)
            if isinstance(result, Postponed):
                behind = rows[i + 1 :]
                return results + [
                    Postponed(r.id, result.not_before, "behind", tried=False) for r in behind
                ]
        return results

    async def _try(self, row: OutboxRow, now: datetime) -> Result:
        try:
            return Sent(row.id, await self._send(row, now))
        except Later as later:
            return Postponed(row.id, now + later.wait, str(later))
        except Refused as refused:
            return await self._give_up(row, now, str(refused))
        except Exception as error:  # unknown whether it arrived, or our bug: the key makes it safe
            wait = wait_after(row.attempts + 1)
            _log.warning("send_failed", outbox=row.id, attempts=row.attempts + 1, exc_info=error)
            if wait is None:
                return await self._give_up(row, now, type(error).__name__)
            return Postponed(row.id, now + wait, type(error).__name__)

    async def _send(self, row: OutboxRow, now: datetime) -> str | None:
        name, _, chat_id = row.lane.partition(":")
        platform = self._platforms.get(name)
        if platform is None:
            raise Refused(f"no platform {name}")
        chat = ChatRef(name, chat_id)
        match row.kind:
            case "message":
                return await platform.send(chat, self._outgoing(row, platform.form), row.key, now)
            case "file":
                return await platform.send_file(chat, await _file(row), row.key, now)
            case "refresh":
                await self._refresh(row, chat, platform)
            case "make_group":
                await self._make_group(row, platform, now)
            case "close_group":
                title = self._words("group_closed", row, platform, now)
                await platform.close_group(chat, title, row.key, now)
            case "take_back":
                await platform.take_back(row.ticket or 0, row.payload["rule"], row.key)
            case "call":
                await self._call(row, platform, now)
        return None

    def _outgoing(self, row: OutboxRow, form: str, payload: Mapping[str, object] | None = None
    ) -> Outgoing:  # fmt: skip
        """A row's words, as of the moment it was written."""
        value = payload or row.payload
        mentions = tuple(Mention(m["user_id"], m["name"]) for m in row.payload["mentions"])
        facts, buttons = value["facts"], value["card"]
        card = None
        if buttons is not None:
            card = self._renderer.card(facts, buttons, form, row.created_at)  # type: ignore[arg-type]
        meta = {"kind": row.payload["kind"], "rule": row.payload["rule"], "ticket": row.ticket}
        text = self._renderer.message(row.payload, form, mentions, row.created_at)
        rung = tuple(m for m in mentions if m.user_id)
        pin = bool(row.payload["pin"])
        return Outgoing(text, rung, card, pin, meta, lambda: self._neutral(row, form, mentions))

    def _neutral(self, row: OutboxRow, form: str, mentions: Sequence[Mention]) -> str:
        """For words that a platform's moderation refuses: that there is something, and where."""
        ring = Own(" ".join(f"@{m.name}" for m in mentions))
        bare = {"number": row.ticket, "mentions": ring}
        return self._renderer.words("neutral", form, bare, row.created_at)

    async def _refresh(self, row: OutboxRow, chat: ChatRef, platform: Platform) -> None:
        """The card of a message that was sent, in the ticket's present state."""
        original = await self._storage.sent_message(row.payload["of"])
        if original is None:
            return
        message_id, first = original
        message = self._outgoing(first, platform.form, row.payload)
        await platform.update(chat, message_id, message, row.key)

    async def _make_group(self, row: OutboxRow, platform: Platform, now: datetime) -> None:
        title = self._words("group_title", row, platform, now)
        members = _mentions(row.payload["members"])
        chat = await platform.make_group(title, members, row.payload["key"], now)
        names = tuple(m.name for m in members)
        key, ticket = row.payload["key"], row.ticket or 0
        await self._accept(GroupMade(chat, f"made-{key}", key, ticket, title, names, now))

    async def _call(self, row: OutboxRow, platform: Platform, now: datetime) -> None:
        rule = row.payload["rule"]
        text = self._words("call", row, platform, now, rule=rule)
        meta = {"rule": rule, "ticket": row.ticket}
        await platform.call(
            row.payload["level"], _mentions(row.payload["to"]), text, meta, row.key, now
        )

    def _words(
        self, template: str, row: OutboxRow, platform: Platform, now: datetime, **more: str
    ) -> str:
        return self._renderer.words(template, platform.form, row.payload["facts"], now, **more)

    async def _give_up(self, row: OutboxRow, now: datetime, reason: str) -> Result:
        """Told at the door before the row is settled: a crash between the two repeats it safely."""
        name, _, chat_id = row.lane.partition(":")
        answer: Incoming | None = None
        if row.kind == "make_group":
            key = row.payload["key"]
            chat = ChatRef(name, chat_id)
            answer = GroupRefused(chat, f"refused-{key}", key, row.ticket or 0, reason, now)
        elif row.kind in ("message", "file"):
            what = row.payload["template"] if row.kind == "message" else "file"
            chat = ChatRef(name, chat_id)
            answer = GaveUp(chat, str(row.id), row.ticket, what, reason, now)
        _log.error("send_given_up", outbox=row.id, kind=row.kind, reason=reason)
        if answer is not None:
            await self._accept(answer)
        return Failed(row.id, reason)


async def _file(row: OutboxRow) -> File:
    """What was made for this chat beforehand, from where it was put."""
    try:
        data = await asyncio.to_thread(Path(row.payload["path"]).read_bytes)
    except OSError as error:
        raise Refused(f"the file is not there: {type(error).__name__}") from error
    return File(row.payload["name"], data)


def _mentions(values: Sequence[Mapping[str, str]]) -> tuple[Mention, ...]:
    return tuple(Mention(m["user_id"], m["name"]) for m in values if m["user_id"])
