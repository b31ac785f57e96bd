"""Outgoing rows to the platforms: claim, render, send, settle. Nobody sleeps here."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from bot.domain.chat import CallsRead, ChatRef, GaveUp, GroupMade, GroupRefused, Incoming
from bot.domain.retry import wait_after
from bot.log import logger
from bot.platforms.base import Later, Mention, Outgoing, Platform, Refused, Spared, Unknown
from bot.render import Own, Renderer
from bot.workers.kept import file_of
from bot.workers.limits import Limits, Room
from bot.workers.merging import is_urgent, key_of, merged
from storage.rows import Dropped, Failed, OutboxRow, Postponed, Result, Sent
from storage.store import Storage

TOGETHER = 200
#: So many rows of one chat are looked at together, and so many messages of them sent in a round.
_OF_ONE_LANE, _SENDS = 60, 10
#: Where a month's quota is spared and no limit says how many become one.
_MERGED = 20
#: So many messages' words are kept for the cards under them that change.
_TEXTS = 512
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
        files: Sequence[Path] = (),
    ) -> None:
        self._storage = storage
        self._platforms = platforms
        self._renderer = renderer
        self._limits = limits
        self._accept = accept
        self._now = now
        self._owner = owner
        self._files = files
        self._texts: dict[tuple[int, str], str] = {}

    async def drain(self) -> int:
        """Sends what may go now, a round of each lane; how many rows are done with."""
        now = self._now()
        rows = await self._storage.claim_outbox(now, TOGETHER, LEASE, self._owner, _OF_ONE_LANE)
        if not rows:
            return 0
        lanes: dict[str, list[OutboxRow]] = {}
        for row in rows:
            lanes.setdefault(row.lane, []).append(row)
        tried = await asyncio.gather(*(self._lane(lane, lanes[lane], now) for lane in lanes))
        results = [result for lane in tried for result in lane]
        await self._storage.settle_outbox(results, now)
        return sum(not isinstance(result, Postponed) for result in results)

    async def _lane(self, lane: str, rows: list[OutboxRow], now: datetime) -> list[Result]:
        """One chat's rows, in order; the first that must wait makes the rest wait behind it."""
        room = await self._limits.room(lane, now)
        results: list[Result] = []
        groups = self._groups(lane, rows, room)
        for i, group in enumerate(groups):
            urgent, counted = is_urgent(group[0]), group[0].kind in ("message", "file")
            if room is not None and counted and not room.has(urgent=urgent):
                until, why = room.free_at(urgent=urgent), "limit"
            elif i >= _SENDS:
                until, why = now, "next round"
            else:
                tried = await self._try(group, now)
                results += tried
                if room is not None and counted:
                    room.taken += 1
                waits = [each.not_before for each in tried if isinstance(each, Postponed)]
                if not waits:
                    continue
                until, why, i = max(waits), "behind", i + 1
            behind = [row for waiting in groups[i:] for row in waiting]
            return results + [Postponed(row.id, until, why, tried=False) for row in behind]
        return results

    def _groups(self, lane: str, rows: list[OutboxRow], room: Room | None) -> list[list[OutboxRow]]:
        """What goes out as one message each: where the room is too small, several together."""
        platform = self._platforms.get(lane.partition(":")[0])
        said = sum(row.kind in ("message", "file") for row in rows)
        tight = room is not None and said > room.left(urgent=False)
        if platform is None or not (tight or platform.is_thrifty):
            return [[row] for row in rows]
        return merged(rows, room.allowance.merge if room is not None else _MERGED)

    async def _try(self, rows: Sequence[OutboxRow], now: datetime) -> list[Result]:
        """One message, of one row or of several."""
        try:
            sent = await (self._send(rows[0], now) if len(rows) == 1 else self._digest(rows, now))
            return [Sent(row.id, sent, merged=len(rows) > 1) for row in rows]
        except Spared as spared:
            return [Dropped(row.id, str(spared)) for row in rows]
        except Later as later:
            return [Postponed(row.id, now + later.wait, str(later)) for row in rows]
        except Refused as refused:
            return [await self._give_up(row, now, str(refused)) for row in rows]
        except Exception as error:  # unknown whether it arrived, or our bug: the key makes it safe
            bug = None if isinstance(error, Unknown) else error
            ids = [row.id for row in rows]
            _log.warning("send_failed", outbox=ids, reason=str(error), exc_info=bug)
            return [await self._failed(row, now, error) for row in rows]

    async def _failed(self, row: OutboxRow, now: datetime, error: Exception) -> Result:
        wait = wait_after(row.attempts + 1)
        if wait is None:
            return await self._give_up(row, now, type(error).__name__)
        return Postponed(row.id, now + wait, type(error).__name__)

    async def _digest(self, rows: Sequence[OutboxRow], now: datetime) -> str:
        """Several rows in one message: a line each, ringing whom each would ring."""
        name, _, chat_id = rows[0].lane.partition(":")
        platform = self._platforms[name]
        parts = [self._outgoing(row, platform.form) for row in rows]
        mentions = tuple(dict.fromkeys(m for part in parts for m in part.mentions))
        lines = [
            {"number": row.ticket, "words": self._line(row, part)}
            for row, part in zip(rows, parts, strict=True)
        ]
        ring = Own(" ".join(f"@{m.name}" for m in mentions))
        facts = {"lines": lines, "mentions": ring}
        text = self._renderer.words("digest", platform.form, facts, now)
        numbers = " #".join(str(number) for number in dict.fromkeys(row.ticket for row in rows))
        bare = {"number": numbers, "mentions": ring}

        def neutral() -> str:
            return self._renderer.words("neutral", platform.form, bare, now)

        meta = {"kind": rows[0].payload["kind"], "rule": None, "ticket": None}
        message = Outgoing(text, mentions, meta=meta, neutral=neutral)
        return await platform.send(ChatRef(name, chat_id), message, key_of(rows), now)

    def _line(self, row: OutboxRow, part: Outgoing) -> str:
        """Its own words, without the number and the names that the digest itself carries."""
        words = part.text.replace(f"#{row.ticket} ", "", 1)
        for mention in part.mentions:
            words = words.replace(f"@{mention.name}", "", 1)
        return words

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
                file = await file_of(row, self._files, platform, now)
                return await platform.send_file(chat, file, row.key, now)
            case "refresh":
                await self._refresh(row, chat, platform)
            case "make_group":
                await self._make_group(row, platform, now)
            case "close_group":
                title = self._words("group_closed", row, platform, now)
                await platform.close_group(chat, title, row.key, now)
            case "calls_read":
                await self._calls_read(row, chat, platform, now)
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
        text = self._text(row, form, mentions)
        rung = tuple(m for m in mentions if m.user_id)
        pin = bool(row.payload["pin"])
        neutral = partial(self._neutral, row, form, mentions)
        told = partial(self._storage.card_stands, row.lane, row.ticket)
        return Outgoing(text, rung, card, pin, meta, neutral, told)

    def _text(self, row: OutboxRow, form: str, mentions: tuple[Mention, ...]) -> str:
        """Its words stay as they were written, however often the card under them changes."""
        key = row.id, form
        if key not in self._texts:
            if len(self._texts) >= _TEXTS:
                del self._texts[next(iter(self._texts))]
            text = self._renderer.message(row.payload, form, mentions, row.created_at)
            self._texts[key] = text
        return self._texts[key]

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
        if not first.has_card:
            return  # it became a line among others
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

    async def _calls_read(
        self, row: OutboxRow, chat: ChatRef, platform: Platform, now: datetime
    ) -> None:
        """Some minutes after a call: who has looked. What comes of it goes in by the door."""
        rule, number = row.payload["rule"], row.ticket or 0
        found = await platform.calls_read(number, rule)
        names = {m["user_id"]: m["name"] for m in row.payload["to"]}
        read = tuple(names[user] for user, seen in found.items() if seen and user in names)
        unread = tuple(names[user] for user, seen in found.items() if not seen and user in names)
        if read or unread:
            await self._accept(CallsRead(chat, row.key, number, rule, read, unread, now))

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
        elif row.kind == "message" or (row.kind == "file" and row.payload.get("asked", True)):
            what = row.payload["template"] if row.kind == "message" else "file"
            chat = ChatRef(name, chat_id)
            answer = GaveUp(chat, str(row.id), row.ticket, what, reason, now)
        _log.error("send_given_up", outbox=row.id, kind=row.kind, reason=reason)
        if answer is not None:
            await self._accept(answer)
        return Failed(row.id, reason)


def _mentions(values: Sequence[Mapping[str, str]]) -> tuple[Mention, ...]:
    return tuple(Mention(m["user_id"], m["name"]) for m in values if m["user_id"])
