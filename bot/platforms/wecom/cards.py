"""A ticket's face as the bot's card: plain text, few fields, and only one kind of input."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from bot.domain.card import Button, Card
from bot.platforms.wecom.hearing import button_key

_COLOURS = {"calm": 0, "warn": 2, "alarm": 2, "done": 3}
_MOST_LINES, _MOST_BUTTONS, _MOST_OPTIONS = 6, 6, 10
_ASKS = "请选一个"
#: What fits on a line beside its label; more goes below, where lines may be long.
_SHORT = 26
_MOST_TITLE, _MOST_BELOW = 26, 112


def task_of(ticket: int, key: str, salt: str) -> str:
    """The card's own id, the same for a repeated try; `salt` parts one database from the next."""
    digest = hashlib.sha256(f"{salt}/{key}".encode()).hexdigest()[:16]
    return f"hd-{ticket}-{digest}"


def is_task(message_id: str) -> bool:
    """Whether a sent message has a card."""
    return message_id.startswith("hd-")


def face(card: Card, task_id: str) -> dict[str, Any]:
    """The whole card. Without buttons it is a notice, which needs somewhere to lead."""
    beside = [(k, v) for k, v in card.lines if len(v) <= _SHORT and len(k) <= 5][:_MOST_LINES]
    below = "\n".join(f"{k}：{v}" for k, v in card.lines if (k, v) not in beside)
    found: dict[str, Any] = {
        "card_type": "button_interaction",
        "source": {
            "desc": _ASKS if card.asks else "投诉工单",
            "desc_color": _COLOURS.get(card.tone, 0),
        },
        "main_title": {"title": _line(card.title, _MOST_TITLE), "desc": _line(card.status, 30)},
        "task_id": task_id,
    }
    if beside:
        found["horizontal_content_list"] = [{"keyname": k, "value": v or "—"} for k, v in beside]
    if below:
        found["sub_title_text"] = _short(below, _MOST_BELOW)
    found["button_list"] = _buttons(card)
    if selection := _selection(card.buttons):
        found["button_selection"] = selection
    return found


def asks(face: Mapping[str, Any]) -> bool:
    """Whether it is a question beside the ticket's own card."""
    return bool(face["source"]["desc"] == _ASKS)


def superseded(face: Mapping[str, Any]) -> dict[str, Any]:
    """As it is now, and that there is a newer card about the same."""
    return {**face, "source": {"desc": "旧卡片，后面有新的", "desc_color": 0}}


def _buttons(card: Card) -> list[dict[str, Any]]:
    """A card with nothing left to do keeps one button: it tells how things stand."""
    offered = card.buttons[:_MOST_BUTTONS] or (Button("查", "查看经过"),)
    return [
        {
            "text": button.label[:10],
            "style": 3 if button.danger else 1 if button.primary else 2,
            "key": button_key(card.ticket, button.action),
        }
        for button in offered
    ]


def _selection(buttons: Iterable[Button]) -> dict[str, Any] | None:
    """The first thing that is chosen from a list; a card has room for one such question.

    What has to be written is asked for in words after the click.
    """
    for button in buttons:
        for field in button.fields:
            if field.kind == "choice" and 0 < len(field.choices) <= _MOST_OPTIONS:
                return {
                    "question_key": quote(f"{button.action}.{field.name}"),
                    "title": field.label[:13],
                    "option_list": [{"id": quote(c)[:128], "text": c[:10]} for c in field.choices],
                }
    return None


def _line(text: str, most: int) -> str:
    return _short(" ".join(text.split()), most)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
