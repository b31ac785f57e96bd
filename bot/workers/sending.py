"""One outgoing row, or several as one message, in words and to its platform."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from bot.domain.chat import CallsRead, ChatRef, GroupMade
from bot.platforms.base import Mention, Outgoing, Platform, Refused
from bot.render import Own, Renderer
from bot.workers.files import file_of
from bot.workers.merging import key_of
from storage.rows import OutboxRow
from storage.store import Storage

#: So many messages' words are kept for the cards under them that change.
_TEXTS = 512

Accept = Callable[..., Awaitable[Sequence[bool]]]


class Messenger:
    """Renders from the row alone. What a platform answers goes back in by `accept`, the door.

    `files` are the folders where people's pictures are kept.
    """

    def __init__(
        self,
        storage: Storage,
        platforms: Mapping[str, Platform],
        renderer: Renderer,
        accept: Accept,
        files: Sequence[Path] = (),
    ) -> None:
        self._storage = storage
        self._platforms = platforms
        self._renderer = renderer
        self._accept = accept
        self._files = files
        self._texts: dict[tuple[int, str], str] = {}

    async def send(self, rows: Sequence[OutboxRow], now: datetime) -> str | None:
        """The message's id on its platform, where it is one. Raises what the platform raises."""
        return await (self._one(rows[0], now) if len(rows) == 1 else self._digest(rows, now))

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

    async def _one(self, row: OutboxRow, now: datetime) -> str | None:
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
            card = replace(card, asks=bool(row.payload.get("asks")))
        meta = {"kind": row.payload["kind"], "rule": row.payload["rule"], "ticket": row.ticket,
                "answers": row.payload.get("answers")}  # fmt: skip
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
        # What asks "is it the same as #3?" has the answers for buttons, and no others.
        asks = first.payload.get("asks") or "card"
        buttons = row.payload.get("answers" if asks is True else asks, [])
        message = self._outgoing(first, platform.form, {**row.payload, "card": buttons})
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


def _mentions(values: Sequence[Mapping[str, str]]) -> tuple[Mention, ...]:
    return tuple(Mention(m["user_id"], m["name"]) for m in values if m["user_id"])
