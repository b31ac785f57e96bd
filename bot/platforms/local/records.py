"""What the embedded platform keeps: people, groups, messages, calls, and what happened when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from bot.platforms.base import Button, Card, FormField, Mention

Meta = Mapping[str, str | int | None]


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who can speak in groups. `role` is a label (主管, 值班领导 …), not a right."""

    user_id: str
    name: str
    role: str = ""
    department: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The message that a reply quotes, and the beginning of its words."""

    message_id: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Shared:
    """A document in a message, and where the page finds it."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Posted:
    """One message in a group, as it stands now. `seq` is its place among all messages."""

    id: str
    seq: int
    chat_id: str
    sender: str
    text: str
    at: datetime
    mentions: tuple[Mention, ...] = ()
    card: Card | None = None
    quote: Excerpt | None = None
    images: tuple[str, ...] = ()
    files: tuple[Shared, ...] = ()
    meta: Meta = field(default_factory=dict)
    edited: int = 0
    key: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values, the instant in ISO 8601."""
        return {**asdict(self), "at": self.at.isoformat()}

    @staticmethod
    def from_json(value: Mapping[str, Any]) -> Posted:
        """The inverse of `to_json`."""
        return Posted(
            id=value["id"],
            seq=value["seq"],
            chat_id=value["chat_id"],
            sender=value["sender"],
            text=value["text"],
            at=datetime.fromisoformat(value["at"]),
            mentions=tuple(Mention(**m) for m in value["mentions"]),
            card=_card(value["card"]) if value["card"] else None,
            quote=Excerpt(**value["quote"]) if value["quote"] else None,
            images=tuple(value["images"]),
            files=tuple(Shared(**f) for f in value.get("files", ())),
            meta=value["meta"],
            edited=value["edited"],
            key=value["key"],
        )


@dataclass(frozen=True, slots=True)
class Group:
    """A group of people and the bot; with `single`, one person's own chat with the bot."""

    chat_id: str
    title: str
    members: tuple[str, ...]
    made_at: datetime
    archived: bool = False
    pinned: tuple[str, ...] = ()
    single: bool = False
    key: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values, the instant in ISO 8601."""
        return {**asdict(self), "made_at": self.made_at.isoformat()}

    @staticmethod
    def from_json(value: Mapping[str, Any]) -> Group:
        """The inverse of `to_json`."""
        return Group(
            chat_id=value["chat_id"],
            title=value["title"],
            members=tuple(value["members"]),
            made_at=datetime.fromisoformat(value["made_at"]),
            archived=value["archived"],
            pinned=tuple(value["pinned"]),
            single=value["single"],
            key=value["key"],
        )


@dataclass(frozen=True, slots=True)
class Called:
    """A call beside the chat: `level` is app, sms or phone."""

    id: str
    level: str
    to: tuple[Mention, ...]
    text: str
    at: datetime
    meta: Meta = field(default_factory=dict)
    key: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values, the instant in ISO 8601."""
        return {**asdict(self), "at": self.at.isoformat()}

    @staticmethod
    def from_json(value: Mapping[str, Any]) -> Called:
        """The inverse of `to_json`."""
        return Called(
            id=value["id"],
            level=value["level"],
            to=tuple(Mention(**m) for m in value["to"]),
            text=value["text"],
            at=datetime.fromisoformat(value["at"]),
            meta=value["meta"],
            key=value["key"],
        )


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the transcript.

    `event` is message (by the bot), said, pressed, group_created, group_closed, call, updated or
    pinned. `title` is the group's at that moment; `names` are those of the people mentioned, called
    or put into a group.
    """

    at: datetime
    event: str
    chat_id: str = ""
    title: str = ""
    message_id: str = ""
    by: str = ""
    text: str = ""
    names: tuple[str, ...] = ()
    level: str = ""
    meta: Meta = field(default_factory=dict)


def _card(value: Mapping[str, Any]) -> Card:
    return Card(
        ticket=value["ticket"],
        title=value["title"],
        status=value["status"],
        tone=value["tone"],
        lines=tuple((label, shown) for label, shown in value["lines"]),
        buttons=tuple(_button(b) for b in value["buttons"]),
    )


def _button(value: Mapping[str, Any]) -> Button:
    asked = tuple(FormField(**{**f, "choices": tuple(f["choices"])}) for f in value["fields"])
    return Button(**{**value, "fields": asked})
