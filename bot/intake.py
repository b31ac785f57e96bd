"""The door: whatever comes in is kept before anything else happens. No thinking here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.domain.chat import (
    CallsRead,
    DirectoryRead,
    Filed,
    FilesLost,
    GaveUp,
    GroupGone,
    GroupMade,
    GroupRefused,
    Incoming,
    MembersLeft,
    Message,
    Press,
    QuotaLow,
    ReadAgain,
    SaidOnline,
    to_json,
)
from storage.rows import FILED, NewInbox
from storage.store import Storage


class Intake:
    """Accepts incoming values. Returns once they are durable: only then may a vendor be answered.

    `poke` is called after each commit so that work begins at once; the heartbeat is the net.
    """

    def __init__(self, storage: Storage, now: Callable[[], datetime], poke: Callable[[], None]):
        self._storage = storage
        self._now = now
        self._poke = poke

    async def accept(self, *incoming: Incoming) -> Sequence[bool]:
        """True for each that is new, False for a repetition."""
        rows = [row_of(i, self._now()) for i in incoming]
        answers = await self._storage.accept(rows)
        self._poke()
        return answers


def row_of(incoming: Incoming, now: datetime) -> NewInbox:
    """What is kept of it."""
    return NewInbox(incoming.chat.lane, key_of(incoming), to_json(incoming), now)


def key_of(incoming: Incoming) -> str:
    """Platform, chat, sender and message id; for buttons and answers the event as well.

    A message id alone has been seen to repeat across users; a real message lost is worse.
    """
    place = f"{incoming.chat.platform}|{incoming.chat.chat_id}"
    match incoming:
        case Message():
            return f"{place}|{incoming.sender.user_id}|{incoming.message_id}"
        case Press():
            event = f"press:{incoming.ticket}:{incoming.action}"
            return f"{place}|{incoming.sender.user_id}|{incoming.message_id}|{event}"
        case GroupMade() | GroupRefused():
            return f"{incoming.chat.platform}|group|{incoming.request_key}|{incoming.message_id}"
        case Filed():
            return f"{FILED}{incoming.message_id}"
        case GaveUp():
            return f"{place}|gave_up|{incoming.message_id}"
        case GroupGone():
            return f"{place}|gone|{incoming.message_id}"
        case MembersLeft():
            return f"{place}|left|{incoming.message_id}"
        case FilesLost():
            return f"{place}|files_lost|{incoming.message_id}"
        case _:
            return f"{incoming.chat.platform}|{_NAMES[type(incoming)]}|{incoming.message_id}"


#: What needs no more than its own id.
_NAMES: Mapping[type[Incoming], str] = {
    CallsRead: "calls_read",
    DirectoryRead: "directory",
    QuotaLow: "quota",
    ReadAgain: "read_again",
    SaidOnline: "said",
}
