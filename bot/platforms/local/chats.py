"""The embedded platform's own side: what a vendor's server would hold.

State changes in one event loop only. Each change is one plain mapping, `{"what": "message",
"message": {…}}` (or group, call), which is written to the history file and handed to subscribers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.platforms.base import Card, Mention
from bot.platforms.local.records import (
    Called,
    Excerpt,
    Group,
    Happening,
    Meta,
    Participant,
    Posted,
    Shared,
)
from bot.platforms.local.stream import Change, Subscription

#: The sender of the bot's own messages.
BOT = "bot"


class LocalChats:
    """People, groups, messages and calls; with a `path`, a restart finds them again.

    People are not kept: whoever starts the platform names them again from the company's directory.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.people: dict[str, Participant] = {}
        self.groups: dict[str, Group] = {}
        self.messages: dict[str, Posted] = {}
        self.calls: list[Called] = []
        self.transcript: list[Happening] = []
        self.latest = datetime.min.replace(tzinfo=UTC)
        self._path = path
        self._subscribers: list[Subscription] = []
        self._seq = 0
        self._messages_by_key: dict[str, str] = {}
        self._groups_by_key: dict[str, str] = {}
        self._call_keys: set[str] = set()
        if path is not None and path.exists():
            self._read(path)

    # --- people and groups ---

    def add_person(
        self, user_id: str, name: str, role: str = "", department: str = ""
    ) -> Participant:
        """Adds somebody, or changes what is known of him."""
        person = self.people[user_id] = Participant(user_id, name, role, department)
        return person

    def add_group(
        self,
        chat_id: str,
        title: str,
        members: Sequence[str],
        at: datetime,
        *,
        single: bool = False,
    ) -> Group:
        """Adds a standing group, or brings the title and members of a known one up to date."""
        known = self.groups.get(chat_id)
        made = Group(chat_id, title, tuple(members), at, single=single)
        if known is not None:
            made = replace(known, title=title, members=tuple(members))
        if made != known:
            self._store_group(made)
        return made

    def make_group(self, title: str, members: Sequence[str], at: datetime, key: str) -> Group:
        """Makes a group under a key; the same key gives the same group again."""
        if (known := self._groups_by_key.get(key)) is not None:
            return self.groups[known]
        taken = {g.chat_id for g in self.groups.values()}
        chat_id = next(f"g{n}" for n in range(1, len(taken) + 2) if f"g{n}" not in taken)
        group = Group(chat_id, title, tuple(members), at, key=key)
        self._happened(
            Happening(at, "group_created", chat_id, title, by=BOT, names=self.names(members))
        )
        self._store_group(group)
        return group

    def close_group(self, chat_id: str, title: str, at: datetime) -> None:
        """Renames a group and archives it; closing it again changes nothing."""
        group = self.groups[chat_id]
        closed = replace(group, title=title, archived=True)
        if closed != group:
            self._happened(Happening(at, "group_closed", chat_id, title, by=BOT))
            self._store_group(closed)

    def groups_of(self, user_id: str) -> tuple[Group, ...]:
        """The groups that somebody is a member of."""
        return tuple(g for g in self.groups.values() if user_id in g.members)

    def group_titled(self, title: str) -> Group | None:
        """The group of this title, one that is not archived first."""
        found = [g for g in self.groups.values() if g.title == title]
        return min(found, key=lambda g: g.archived, default=None)

    def names(self, user_ids: Sequence[str]) -> tuple[str, ...]:
        """Display names, the user id where nobody is known under it."""
        return tuple(self.people[u].name if u in self.people else u for u in user_ids)

    # --- messages ---

    def post(
        self,
        chat_id: str,
        sender: str,
        text: str,
        at: datetime,
        *,
        mentions: Sequence[Mention] = (),
        card: Card | None = None,
        quote: Excerpt | None = None,
        images: Sequence[str] = (),
        files: Sequence[Shared] = (),
        meta: Meta | None = None,
        key: str | None = None,
        message_id: str | None = None,
        event: str = "",
    ) -> Posted:
        """Records a message; one known by its key or its id is not recorded again."""
        known = self._messages_by_key.get(key or "") or message_id
        if known in self.messages:
            return self.messages[known]
        posted = Posted(
            id=message_id or self._next_id(),
            seq=self._seq + 1,
            chat_id=chat_id,
            sender=sender,
            text=text,
            at=at,
            mentions=tuple(mentions),
            card=card,
            quote=quote,
            images=tuple(images),
            files=tuple(files),
            meta=dict(meta or {}),
            key=key,
        )
        self._tell(posted, event or ("message" if sender == BOT else "said"), at)
        self._store_message(posted)
        return posted

    def edit(self, message_id: str, text: str, card: Card | None, meta: Meta) -> Posted:
        """Changes a message in place; the same content again changes nothing."""
        before = self.messages[message_id]
        after = replace(before, text=text, card=card, meta=dict(meta))
        if after != before:
            after = replace(after, edited=before.edited + 1)
            self._tell(after, "updated", self.latest)
            self._store_message(after)
        return after

    def pin(self, message_id: str, at: datetime) -> None:
        """Puts a message at the top of its group."""
        posted = self.messages[message_id]
        group = self.groups[posted.chat_id]
        if message_id not in group.pinned:
            self._tell(posted, "pinned", at)
            self._store_group(replace(group, pinned=(*group.pinned, message_id)))

    def in_chat(self, chat_id: str) -> tuple[Posted, ...]:
        """A group's messages, in order."""
        return tuple(m for m in self.messages.values() if m.chat_id == chat_id)

    def excerpt(self, message_id: str) -> Excerpt:
        """How a reply shows the message that it quotes."""
        posted = self.messages.get(message_id)
        if posted is None:
            return Excerpt(message_id, "")
        words = posted.text or (posted.card.title if posted.card else "") or "[图片]"
        return Excerpt(message_id, re.sub(r"\s+", " ", words)[:80])

    def add_call(
        self, level: str, to: Sequence[Mention], text: str, meta: Meta, at: datetime, key: str
    ) -> None:
        """Records a call; the same key makes no second one."""
        if key in self._call_keys:
            return
        called = Called(f"c{len(self.calls) + 1}", level, tuple(to), text, at, dict(meta), key)
        names = tuple(m.name for m in to)
        self._happened(Happening(at, "call", text=text, names=names, level=level, meta=called.meta))
        self._store_call(called)

    # --- subscribers and history ---

    def subscribe(self, size: int = 500) -> Subscription:
        """A stream of every change from now on; use it as a context manager."""
        subscription = Subscription(size, self._unsubscribe)
        self._subscribers.append(subscription)
        return subscription

    def _unsubscribe(self, subscription: Subscription) -> None:
        if subscription in self._subscribers:
            self._subscribers.remove(subscription)

    def announce(self, change: Change) -> None:
        """Hands a passing change (the clock moved, a scenario goes on) to subscribers only."""
        for subscription in tuple(self._subscribers):
            subscription.put(change)

    def _next_id(self) -> str:
        number = self._seq + 1
        while f"m{number}" in self.messages:
            number += 1
        return f"m{number}"

    def _tell(self, posted: Posted, event: str, at: datetime) -> None:
        self._happened(
            Happening(
                at=at,
                event=event,
                chat_id=posted.chat_id,
                title=self.groups[posted.chat_id].title,
                message_id=posted.id,
                by=posted.sender,
                text=posted.text,
                names=tuple(m.name for m in posted.mentions),
                meta=posted.meta,
            )
        )

    def _happened(self, happening: Happening) -> None:
        self.latest = max(self.latest, happening.at)
        self.transcript.append(happening)

    def _store_message(self, posted: Posted) -> None:
        self._take_message(posted)
        self._changed("message", posted)

    def _store_group(self, group: Group) -> None:
        self._take_group(group)
        self._changed("group", group)

    def _store_call(self, called: Called) -> None:
        self._take_call(called)
        self._changed("call", called)

    def _take_message(self, posted: Posted) -> None:
        self._seq = max(self._seq, posted.seq)
        self.messages[posted.id] = posted
        self.latest = max(self.latest, posted.at)
        if posted.key is not None:
            self._messages_by_key[posted.key] = posted.id

    def _take_group(self, group: Group) -> None:
        self.groups[group.chat_id] = group
        if group.key is not None:
            self._groups_by_key[group.key] = group.chat_id

    def _take_call(self, called: Called) -> None:
        self.calls.append(called)
        self.latest = max(self.latest, called.at)
        if called.key is not None:
            self._call_keys.add(called.key)

    def _changed(self, what: str, now: Posted | Group | Called) -> None:
        if self._path is None and not self._subscribers:
            return  # nobody is told, and taking a message apart costs more than keeping it
        change = {"what": what, what: now.to_json()}
        if self._path is not None:
            with self._path.open("a", encoding="utf-8", errors="backslashreplace") as history:
                history.write(json.dumps(change, ensure_ascii=False) + "\n")
        self.announce(change)

    def _read(self, path: Path) -> None:
        whole = path.read_bytes()
        kept = whole[: whole.rfind(b"\n") + 1]
        if len(kept) < len(whole):
            # A crash in mid-line leaves half a change; the next one must not be glued to it.
            path.write_bytes(kept)
        for line in kept.splitlines():
            change = json.loads(line)
            match change["what"]:
                case "message":
                    self._take_message(Posted.from_json(change["message"]))
                case "group":
                    self._take_group(Group.from_json(change["group"]))
                case "call":
                    self._take_call(Called.from_json(change["call"]))
