"""What reaches the bot, in words that no vendor owns.

Every `Incoming` is kept as one inbox row: people's messages and pressed buttons as well as the
outside's answers to what the bot asked for (a group was made, a message was given up).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any, get_args


@dataclass(frozen=True, slots=True)
class ChatRef:
    """One conversation on one platform: a group, or a person's single chat with the bot."""

    platform: str
    chat_id: str

    @property
    def lane(self) -> str:
        """The key under which messages keep their order."""
        return f"{self.platform}:{self.chat_id}"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who spoke, as the platform knows him. `name` is a display name and proves nothing.

    `proven` is False where the platform does not say who it is: he is answered and can't act.
    """

    user_id: str
    name: str
    proven: bool = True


@dataclass(frozen=True, slots=True)
class Quote:
    """The message that was replied to; platforms give its id, its text, both or neither."""

    message_id: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """Something said to the bot, its own name already taken off the text.

    `forwarded` words are somebody else's: never a command. `cut` when the platform shows that it
    did not hand on all of them, `withheld` when it hands on none, since a quota is used up.
    """

    chat: ChatRef
    message_id: str
    sender: Sender
    text: str
    sent_at: datetime
    quote: Quote | None = None
    images: tuple[str, ...] = ()
    single: bool = False
    forwarded: bool = False
    cut: bool = False
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Press:
    """A button on a ticket's card, with what was filled into its form."""

    chat: ChatRef
    message_id: str
    sender: Sender
    action: str
    ticket: int
    sent_at: datetime
    form: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GroupMade:
    """The platform made the group that was asked for under `request_key`."""

    chat: ChatRef
    message_id: str
    request_key: str
    ticket: int
    title: str
    members: tuple[str, ...]
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class GroupRefused:
    """The platform will not make the group; `reason` is its own word for it."""

    chat: ChatRef
    message_id: str
    request_key: str
    ticket: int
    reason: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class GaveUp:
    """A message could not be delivered, or `called` could not be called; it is not tried again."""

    chat: ChatRef
    message_id: str
    ticket: int | None
    what: str
    reason: str
    sent_at: datetime
    called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FilesLost:
    """Pictures that somebody sent could not be fetched, for good; `asked_by` sent them."""

    chat: ChatRef
    message_id: str
    asked_by: str
    count: int
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class QuotaLow:
    """A vendor's monthly quota has come to a part that somebody must hear of.

    `chat` is the administrator's; where nobody is named its id is empty.
    """

    chat: ChatRef
    message_id: str
    name: str
    used: int
    limit: int
    ends: int | None
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class GroupGone:
    """Nothing that is said in a group reaches anybody: it was dissolved, or the bot put out."""

    chat: ChatRef
    message_id: str
    sent_at: datetime
    dissolved: bool = True


@dataclass(frozen=True, slots=True)
class MembersLeft:
    """People who are not in a group any more, by their user ids: no ring there reaches them."""

    chat: ChatRef
    message_id: str
    members: tuple[str, ...]
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class DirectoryRead:
    """What a vendor's directory says of the company's people and departments.

    `chat` is the administrator's; where nobody is named its id is empty. `ids` and `away` go by
    the person's key: a user id that was found; why nobody is reached by the one he has (gone,
    disabled, inactive), or None for somebody who is there. `departments` goes by the name:
    `heads`, a list of user ids, and `people`, names by user id. `unseen` are the keys of those
    whom our app is not let see. What could not be read is left out.
    """

    chat: ChatRef
    message_id: str
    ids: Mapping[str, str]
    away: Mapping[str, str | None]
    departments: Mapping[str, Mapping[str, Any]]
    sent_at: datetime
    unseen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CallsRead:
    """Who has seen the calls about a rule, and who has not; by name."""

    chat: ChatRef
    message_id: str
    ticket: int
    rule: str
    read: tuple[str, ...]
    unread: tuple[str, ...]
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """A second reader's answer about a ticket, in plain words and not yet believed.

    `read_as` is the type that the rules had read.
    """

    chat: ChatRef
    message_id: str
    ticket: int
    read_as: str
    complaint: bool | None
    type: str | None
    severity: str | None
    fields: Mapping[str, Any]
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Filed:
    """A complaint that came by the online platform (R2.1.2), field by field as it was filled in.

    `message_id` is its receipt and `label` what the way is called that it came by; `number` is the
    order's own where another system has passed it on, `type` what the user took it for.
    """

    chat: ChatRef
    message_id: str
    label: str
    content: str
    sent_at: datetime
    name: str = ""
    phone: str = ""
    address: str = ""
    happened: str = ""
    number: str = ""
    type: str = ""
    images: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SaidOnline:
    """What the user of the heat said on his ticket's page: more `words`, a `rating` (R3.2.4), or,
    where he `urges`, that it takes too long."""

    chat: ChatRef
    message_id: str
    label: str
    ticket: int
    words: str
    sent_at: datetime
    rating: str = ""
    urges: bool = False


Incoming = (
    Message
    | Press
    | Filed
    | SaidOnline
    | GroupMade
    | GroupRefused
    | GaveUp
    | FilesLost
    | QuotaLow
    | GroupGone
    | MembersLeft
    | DirectoryRead
    | CallsRead
    | ReadAgain
)
_KINDS: dict[str, type[Incoming]] = {kind.__name__: kind for kind in get_args(Incoming)}


def to_json(incoming: Incoming) -> dict[str, Any]:
    """The inbox's payload: plain JSON values, instants in ISO 8601."""
    value = asdict(incoming)
    value["sent_at"] = incoming.sent_at.isoformat()
    return {"kind": type(incoming).__name__, **value}


def from_json(payload: Mapping[str, Any]) -> Incoming:
    """The inverse of `to_json`; fields added by a newer version are ignored.

    Raises KeyError or ValueError on a payload that `to_json` did not write.
    """
    kind = _KINDS[payload["kind"]]
    known = {f.name for f in fields(kind)}
    value = {name: payload[name] for name in payload if name in known}
    value["chat"] = ChatRef(**value["chat"])
    value["sent_at"] = datetime.fromisoformat(value["sent_at"])
    if "sender" in value:
        value["sender"] = Sender(**value["sender"])
    if value.get("quote"):
        value["quote"] = Quote(**value["quote"])
    for name in ("called", "images", "members", "read", "unread", "unseen"):
        if name in value:
            value[name] = tuple(value[name])
    return kind(**value)
