"""The bot's messages and card events, as they come, into the house's own words.

The same JSON comes by socket and by callback. Who it is comes from `from.userid` alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, unquote

from bot.domain.chat import ChatRef, Message, Press, Quote, Sender
from bot.platforms.attachments import name_of
from bot.platforms.lenient import list_of, object_of

NAME = "wecom"
SINGLE = "single:"
#: A group that our own app made is known by the name we gave it; the bot may hear it or not.
MADE = "app:"

#: After the bot's name comes a blank, or one that looks like none.
_GAP = "[ \u2005\u00a0\u3000\t]?"


@dataclass(frozen=True, slots=True)
class Media:
    """Something to fetch at once: its address lives five minutes, the key is its own."""

    url: str
    aeskey: str
    is_picture: bool = True

    @property
    def name(self) -> str:
        """What it is kept under."""
        return name_of(self.url)


def message_of(
    body: Mapping[str, Any], now: datetime, bot_name: str
) -> tuple[Message, tuple[Media, ...]]:
    """A message callback. Raises ValueError where it says neither where nor which message it is.

    The sender's id is as it came; it may be ciphertext.
    """
    message_id, user = str(body.get("msgid") or ""), user_of(body)
    chat = chat_of(body)
    if not message_id or not chat.chat_id:
        raise ValueError("a message needs msgid and a chat")
    single = chat.chat_id.startswith(SINGLE)
    text, media = words_of(body)
    if not single:
        text = without_name(text, bot_name)
    quoted = object_of(body.get("quote"))
    quoted_text, quoted_media = words_of(quoted)
    quoted_text = without_name(quoted_text, bot_name) if bot_name else quoted_text
    everything = (*media, *quoted_media)
    message = Message(
        chat=chat,
        message_id=message_id,
        sender=Sender(user, user, proven=bool(user)),
        text=text.strip(),
        sent_at=instant(body.get("create_time"), now),
        quote=Quote(None, quoted_text.strip() or None) if quoted else None,
        images=tuple(m.name for m in everything),
        single=single,
    )
    return message, everything


def user_of(body: Mapping[str, Any]) -> str:
    """Who it is, as it came."""
    return str(object_of(body.get("from")).get("userid") or "")


def chat_of(body: Mapping[str, Any]) -> ChatRef:
    """A group by its chatid, a single chat by the person."""
    chat, user = str(body.get("chatid") or ""), user_of(body)
    if str(body.get("chattype")) == "single" or not chat:
        return ChatRef(NAME, f"{SINGLE}{user}" if user else "")
    return ChatRef(NAME, chat)


def words_of(body: Mapping[str, Any]) -> tuple[str, tuple[Media, ...]]:
    """What a message or a quoted one says, and what is to be fetched of it."""
    kind = str(body.get("msgtype") or "")
    content = object_of(body.get(kind))
    if kind == "mixed":
        parts = [words_of(object_of(part)) for part in list_of(content.get("msg_item"))]
        texts = [text for text, _ in parts if text]
        return "\n".join(texts), tuple(m for _, media in parts for m in media)
    if kind in ("image", "file", "video"):
        url = str(content.get("url") or "")
        aeskey = str(content.get("aeskey") or "")
        return "", (Media(url, aeskey, kind == "image"),) if url else ()
    words = content.get("content")  # text, and voice that is words already
    return (words if isinstance(words, str) else ""), ()


def keyed(body: Mapping[str, Any], aeskey: str) -> dict[str, Any]:
    """The same message with the callback address's key beside every link."""
    found: dict[str, Any] = {}
    for name, value in body.items():
        if isinstance(value, Mapping):
            value = keyed(value, aeskey)
            if "url" in value:
                value = {"aeskey": aeskey, **value}
        elif isinstance(value, list):
            value = [keyed(v, aeskey) if isinstance(v, Mapping) else v for v in value]
        found[name] = value
    return found


def without_name(text: str, bot_name: str) -> str:
    """A group's text without the @ that called the bot. Other people's @ stay."""
    if bot_name:
        return re.sub(f"@{re.escape(bot_name)}{_GAP}", "", text)
    return re.sub(rf"^\s*@\S+(?:{_GAP[:-1]}|$)", "", text, count=1)


def event_of(body: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """An event's type and its own part."""
    event = object_of(body.get("event"))
    kind = str(event.get("eventtype") or "")
    return kind, object_of(event.get(kind))


def button_key(ticket: int, action: str) -> str:
    """A button's key: the ticket and what to do, in ASCII."""
    return f"{ticket}:{quote(action)}"


def press_of(body: Mapping[str, Any], now: datetime) -> tuple[Press, str]:
    """A click on a card, and the card's task_id. Raises ValueError where it is none of ours."""
    _, event = event_of(body)
    # The page's tables write the names without the underscore that its samples have.
    key = str(event.get("event_key") or event.get("eventkey") or "")
    task = str(event.get("task_id") or event.get("taskid") or "")
    number, _, action = key.partition(":")
    user, message_id = user_of(body), str(body.get("msgid") or "")
    if not number.isascii() or not number.isdigit() or len(number) > 9 or not action or not task:
        raise ValueError("a click needs the ticket, the action and the card")
    if not user or not message_id:
        raise ValueError("a click needs who and which")
    action = unquote(action)
    press = Press(
        chat=chat_of(body),
        message_id=f"{task}/{message_id}",
        sender=Sender(user, user),
        action=action,
        ticket=int(number),
        sent_at=instant(body.get("create_time"), now),
        form=_form(event, action),
    )
    return press, task


def _form(event: Mapping[str, Any], action: str) -> dict[str, str]:
    """What was chosen on the card, where it belongs to this button."""
    form: dict[str, str] = {}
    for item in list_of(object_of(event.get("selected_items")).get("selected_item")):
        chosen = object_of(item)
        belongs, _, name = unquote(str(chosen.get("question_key") or "")).rpartition(".")
        ids = list_of(object_of(chosen.get("option_ids")).get("option_id"))
        if belongs == action and name and ids:
            form[name] = unquote(str(ids[0]))
    return form


def instant(value: Any, now: datetime) -> datetime:
    """Seconds of theirs; `now` where there are none."""
    try:
        return datetime.fromtimestamp(int(value), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return now
