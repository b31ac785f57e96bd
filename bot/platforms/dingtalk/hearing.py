"""Robot messages and card buttons, as they come, into the house's own words.

Lenient where the vendor is loose (strings that hold JSON, fields that come and go), strict about
one thing: who it is comes from `senderStaffId` alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.domain.chat import ChatRef, Message, Press, Quote, Sender
from bot.platforms.lenient import list_of, object_of

NAME = "dingtalk"
SINGLE = "single:"
#: A quoted record is shown with about so many lines; the rest does not come.
_SHOWN_LINES = 4


def chat_of(payload: Mapping[str, Any]) -> ChatRef:
    """A group by its conversation, a single chat by the person: only that can be written to."""
    if str(payload.get("conversationType")) == "1":
        person = payload.get("senderStaffId") or payload.get("conversationId")
        return ChatRef(NAME, f"{SINGLE}{person}")
    return ChatRef(NAME, str(payload.get("conversationId") or ""))


def message_of(payload: Mapping[str, Any], now: datetime) -> Message:
    """A robot callback. Raises ValueError where it says neither where nor which message it is."""
    chat, message_id = chat_of(payload), str(payload.get("msgId") or "")
    if not chat.chat_id or not message_id:
        raise ValueError("a robot message needs conversationId and msgId")
    staff = str(payload.get("senderStaffId") or "")
    stranger = str(payload.get("senderUnionId") or payload.get("senderId") or "")
    nick = str(payload.get("senderNick") or "")
    kind = str(payload.get("msgtype") or "")
    content = object_of(payload.get("text") if kind == "text" else payload.get("content"))
    text, images = words_of(kind, content)
    quote, inner = _quote(payload, content)
    return Message(
        chat=chat,
        message_id=message_id,
        sender=Sender(staff or stranger or nick, nick, proven=bool(staff)),
        text=text.strip(),
        sent_at=instant(payload.get("createAt"), now),
        quote=quote,
        images=(*images, *inner),
        single=chat.chat_id.startswith(SINGLE),
        forwarded=kind == "chatRecord",
        cut=_is_cut(kind, content),
        withheld=bool(payload.get("errorCode")),
    )


def words_of(kind: str, content: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """What a message says, and the download codes of its pictures and files; empty for what says
    nothing."""
    if kind == "richText":
        parts = [object_of(part) for part in list_of(content.get("richText"))]
        texts = [str(p.get("text") or "") for p in parts if p.get("type") in (None, "text")]
        codes = [str(p["downloadCode"]) for p in parts if p.get("downloadCode")]
        return "".join(texts), tuple(codes)
    if kind == "picture":
        code = content.get("downloadCode") or content.get("pictureDownloadCode")
        return "", (str(code),) if code else ()
    if kind in ("audio", "video", "file"):
        # Only in single chats, or quoted; a voice comes with the words that the vendor heard.
        code = content.get("downloadCode")
        return str(content.get("recognition") or ""), (str(code),) if code else ()
    if kind == "chatRecord":
        records = map(object_of, _records(content))
        codes = [str(r["downloadCode"]) for r in records if r.get("downloadCode")]
        return _record(content), tuple(codes)
    words = content.get("content") or content.get("text") or ""
    return str(words) if isinstance(words, str) else "", ()


def _record(content: Mapping[str, Any]) -> str:
    """A merged record: its lines with their speakers, and what else its list says."""
    summary = content.get("summary")
    lines = list_of(summary)
    if not lines and isinstance(summary, str) and not summary.lstrip().startswith("["):
        lines = summary.splitlines()
    shown = "\n".join(str(line) for line in lines if line)
    # The summary may cut a line short: what the list says more is kept as well.
    words = [object_of(record).get("content") for record in _records(content)]
    more = [word for word in words if isinstance(word, str) and word and word not in shown]
    return "\n".join([shown, *more] if shown else more)


def _records(content: Mapping[str, Any]) -> list[Any]:
    names = ("chatRecord", "records", "messages")
    return next((list_of(content.get(name)) for name in names if name in content), [])


def _is_cut(kind: str, content: Mapping[str, Any]) -> bool:
    """A record whose list and summary disagree, or a quoted one at its full show of lines."""
    if kind == "chatRecord":
        records = _records(content)
        return bool(records) and len(records) != len(list_of(content.get("summary")) or records)
    replied = object_of(content.get("repliedMsg"))
    if str(replied.get("msgType")) != "chatRecord":
        return False
    return len(_record(object_of(replied.get("content"))).splitlines()) >= _SHOWN_LINES


def _quote(
    payload: Mapping[str, Any], content: Mapping[str, Any]
) -> tuple[Quote | None, tuple[str, ...]]:
    """The quoted message: ids of ours that may be known, its words, its pictures."""
    replied = object_of(content.get("repliedMsg") or payload.get("quoteMessage"))
    key = payload.get("originalProcessQueryKey") or payload.get("originalMsgId")
    if not replied and not key:
        return None, ()
    kind = str(replied.get("msgType") or replied.get("msgtype") or "")
    inner = object_of(replied.get("content") or replied.get("text"))
    text, images = words_of(kind, inner)
    known = key or replied.get("msgId")
    return Quote(str(known) if known else None, text or None), images


def press_of(payload: Mapping[str, Any], push: str, now: datetime) -> Press:
    """A card's button. `push` names this delivery: the callback has no id of its own.

    Raises ValueError where it is no button of ours.
    """
    content = object_of(payload.get("content") or payload.get("value"))
    private = object_of(content.get("cardPrivateData"))
    params = object_of(private.get("params"))
    action = str(params.get("action") or "")
    number = str(params.get("ticket") or "")
    track = str(payload.get("outTrackId") or "")
    if not action or not number.isdigit() or len(number) > 9 or not track:
        raise ValueError("a card callback needs action, ticket and outTrackId")
    user = str(payload.get("userId") or "")
    form = {
        str(name): value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in params.items()
        if name not in ("action", "ticket") and value not in (None, "")
    }
    space = str(payload.get("spaceId") or "")
    chat = space if str(payload.get("spaceType")) == "IM_GROUP" else f"{SINGLE}{user}"
    return Press(
        chat=ChatRef(NAME, chat),
        message_id=f"{track}/{push}",
        sender=Sender(user, user, proven=bool(user)),
        action=action,
        ticket=int(number),
        sent_at=now,
        form=form,
    )


def ids_of(value: Any) -> tuple[str, ...]:
    """User ids, which come as a list, as a string of JSON, or one alone."""
    found = list_of(value) or ([value] if isinstance(value, str) and value else [])
    return tuple(map(str, found))


def instant(value: Any, now: datetime) -> datetime:
    """Milliseconds of theirs; `now` where it is none."""
    try:
        return datetime.fromtimestamp(int(value) / 1000, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return now
