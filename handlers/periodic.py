"""What people ask for by a period, and what takes long to make: the question leaves a row."""

from __future__ import annotations

from datetime import tzinfo

from bot.domain.chat import ChatRef
from bot.domain.notices import Priority
from bot.domain.own_limits import Season
from bot.domain.periods import Kind, Period, named, whole
from handlers.context import Handling
from storage.rows import OutboxRow


def ask(handling: Handling, kind: str, words: str) -> None:
    """In a lane of its own: the chat's other messages do not wait behind it."""
    chat = handling.chat
    if chat is None:
        return
    payload = {
        "platform": chat.platform,
        "chat": chat.chat_id,
        "words": words,
        "said": handling.said,
    }
    lane = f"{kind}:{chat.lane}"
    handling.unit.put(handling.row(lane, kind, payload, Priority.RECEIPT))


def asked(row: OutboxRow, zone: tzinfo, season: Season | None) -> tuple[str, Period]:
    """What a row asks for, as it was meant when it was said, and its name."""
    local = row.created_at.astimezone(zone)
    return named(row.payload["words"], local, season) or ("今天", whole(Kind.DAY, local))


def chat_of(row: OutboxRow) -> ChatRef:
    """Where it was asked."""
    return ChatRef(row.payload["platform"], row.payload["chat"])
