"""What can still be answered: a message's own way back, used once."""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain.chat import ChatRef

#: Theirs is a day, or an hour for an address; by then nobody remembers what was asked.
_FRESH = timedelta(minutes=10)
_MOST_WAITING = 20
MOST_NOTED = 2_000


@dataclass(frozen=True, slots=True)
class Heard:
    """A callback that can still be answered: by its req_id, or once by its own address.

    `open` is the callback itself while it waits: what is put into it is the answer.
    """

    req_id: str
    url: str
    at: datetime
    message_id: str = ""
    open: asyncio.Future[dict[str, Any]] | None = None

    @property
    def waits(self) -> asyncio.Future[dict[str, Any]] | None:
        """The callback, where it still waits."""
        return self.open if self.open is not None and not self.open.done() else None


class Answers:
    """By chat. Of everything that one cause says, only the first answers it."""

    def __init__(self) -> None:
        self._heard: OrderedDict[str, list[Heard]] = OrderedDict()
        self._answered: OrderedDict[str, None] = OrderedDict()

    def heard(self, chat: ChatRef, came: Heard) -> None:
        """Somebody spoke: what he said can be answered."""
        waiting = self._heard.setdefault(chat.chat_id, [])
        if any((each.req_id, each.url) == (came.req_id, came.url) for each in waiting):
            return  # the same callback, tried over
        waiting.append(came)
        del waiting[:-_MOST_WAITING]
        trim(self._heard)

    def waiting(
        self, chat_id: str, key: str, now: datetime, said: str = "", *, spare: bool = False
    ) -> Heard | None:
        """The way back of what was `said`, a message's id; of the oldest where that is not known.

        Another's would quote what the other said. With `spare` it will do all the same, where
        the other's callback waits no more and there is nothing better.
        """
        waiting = self._heard.get(chat_id, [])
        while waiting and now - waiting[0].at > _FRESH:
            waiting.pop(0)
        if _cause(key) in self._answered:
            return None
        its = [each for each in waiting if said in ("", each.message_id)]
        if not its and spare:
            its = [each for each in waiting if each.waits is None]
        return its[0] if its else None

    def use(self, chat_id: str, heard: Heard, key: str) -> None:
        """It has been answered."""
        self._heard[chat_id].remove(heard)
        self._answered[_cause(key)] = None
        trim(self._answered)


def _cause(key: str) -> str:
    """An outbox row's key is its cause's with a number."""
    return key.rpartition("/")[0]


def in_callback(key: str, said: str, face: Mapping[str, Any] | None) -> dict[str, Any]:
    """Words, and the card where there is one, as a callback's own answer.

    In callback mode no card comes into a group otherwise.
    """
    name = hashlib.sha256(key.encode()).hexdigest()[:32]
    answer: dict[str, Any] = {
        "msgtype": "stream",
        "stream": {"id": name, "finish": True, "content": said},
    }
    if face is not None:
        answer |= {"msgtype": "stream_with_template_card", "template_card": dict(face)}
    return answer


def trim(noted: OrderedDict[str, Any]) -> None:
    """The oldest are forgotten."""
    while len(noted) > MOST_NOTED:
        noted.popitem(last=False)
