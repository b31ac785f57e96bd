"""What a ticket's card holds, and the space in which it is opened."""

from __future__ import annotations

import json
from typing import Any

from bot.domain.card import Card
from bot.domain.chat import ChatRef
from bot.platforms.base import Outgoing
from bot.platforms.dingtalk.hearing import SINGLE
from bot.platforms.dingtalk.words import MOST_RUNG, MOST_VALUE, value
from bot.platforms.texts import short


def space(robot: str, chat: ChatRef, message: Outgoing) -> tuple[str, dict[str, Any]]:
    """The chat as a space, and what the vendor must be told about it."""
    if chat.chat_id.startswith(SINGLE):
        return f"IM_ROBOT.{chat.chat_id.removeprefix(SINGLE)}", {
            "imRobotOpenSpaceModel": {"supportForward": False},
            "imRobotOpenDeliverModel": {"spaceType": "IM_ROBOT", "robotCode": robot},
        }
    title = value(message.card.title) if message.card else ""
    return f"IM_GROUP.{chat.chat_id}", {
        "imGroupOpenSpaceModel": {
            "supportForward": False,
            "lastMessageI18n": {"ZH_CN": title},
            "notification": {"alertContent": title, "notificationOff": False},
        },
        "imGroupOpenDeliverModel": {
            "robotCode": robot,
            "atUserIds": {m.user_id: m.name for m in message.mentions[:MOST_RUNG]},
        },
        "cardAtUserIds": [m.user_id for m in message.mentions[:MOST_RUNG]],
    }


def newest(chat: ChatRef, card: Card) -> str:
    """Under this name the last card of a ticket in a chat is remembered."""
    return f"face:{chat.chat_id}:{card.ticket}"


def params(card: Card, message: Outgoing) -> dict[str, str]:
    """The card template's variables: strings only, each at most 1 KB."""
    body = "\n".join(f"{label}：{words}" for label, words in card.lines)
    buttons = [
        {
            "action": button.action,
            "label": button.label,
            "look": "danger" if button.danger else "primary" if button.primary else "plain",
        }
        for button in card.buttons
    ]
    return {
        "ticket": str(card.ticket),
        "title": value(card.title),
        "status": value(card.status),
        "tone": card.tone,
        "body": value(body),
        "text": value(message.text),
        "at": short(
            " ".join(f"<a atId={m.user_id}>{value(m.name)}</a>" for m in message.mentions),
            MOST_VALUE,
        ),
        "buttons": json.dumps(buttons[:4], ensure_ascii=False),
        # An update by key keeps what it does not name: a button that went must be emptied.
        **{f"can_{i + 1}": buttons[i]["action"] if i < len(buttons) else "" for i in range(4)},
    }
