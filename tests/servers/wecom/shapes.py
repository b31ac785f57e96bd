"""What a message may look like: cards, sizes, kinds."""

from __future__ import annotations

import re
from typing import Any

from tests.servers.wecom.errors import Wrong

TASK_ID = re.compile(r"[0-9A-Za-z_\-@]{1,128}")
NOTICES = ("text_notice", "news_notice")
INTERACTIVE = ("button_interaction", "vote_interaction", "multiple_interaction")

#: card_type -> what it may hold beside card_type and source, what it must hold in capitals
_FIELDS = {
    "text_notice": "action_menu main_title emphasis_content quote_area sub_title_text "
    "horizontal_content_list jump_list CARD_ACTION task_id feedback",
    "news_notice": "action_menu MAIN_TITLE quote_area horizontal_content_list "
    "vertical_content_list jump_list card_image image_text_area CARD_ACTION task_id feedback",
    "button_interaction": "action_menu MAIN_TITLE quote_area sub_title_text "
    "horizontal_content_list button_selection BUTTON_LIST card_action TASK_ID feedback",
    "vote_interaction": "MAIN_TITLE CHECKBOX SUBMIT_BUTTON TASK_ID feedback",
    "multiple_interaction": "MAIN_TITLE SELECT_LIST SUBMIT_BUTTON TASK_ID feedback",
}
_MOST = {"horizontal_content_list": 6, "vertical_content_list": 4, "jump_list": 3,
         "button_list": 6, "select_list": 3}  # fmt: skip
#: type -> bytes at most, first bytes
_MEDIA = {"image": (10 << 20, (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")), "voice": (2 << 20, None),
          "video": (10 << 20, None), "file": (20 << 20, None)}  # fmt: skip


def need(true: object, code: int = 40058, words: str = "") -> None:
    """Refuses with a number."""
    if not true:
        raise Wrong(code, words)


def size(text: object, most: int, code: int = 45002, empty: int = 44004) -> str:
    """A text of so many bytes."""
    need(isinstance(text, str) and text, empty)
    need(len(str(text).encode()) <= most, code)
    return str(text)


def media(kind: str, data_size: int, first: bytes = b"") -> None:
    """A file of a kind: its size, and for a picture what it is."""
    need(kind in _MEDIA, 40004)
    most, begins = _MEDIA[kind]
    need(data_size > 5, 44001)
    need(data_size <= most, 45001)
    need(not begins or not first or first.startswith(begins), 40123, "invalid image format")


def card(card: Any, *, for_whom: str) -> dict[str, Any]:
    """A card of the bot, the app or a webhook; its fields by its type."""
    need(isinstance(card, dict), 40058, "missing template_card")
    kind = card.get("card_type")
    need(kind in _FIELDS, 42045, "invalid card_type")
    if for_whom == "webhook":
        need(kind in NOTICES, 40008)
        need(not {"action_menu"} & card.keys(), 40058)
    known = _FIELDS[kind].split()
    for name in known:
        need(not name.isupper() or card.get(name.lower()), 40058, f"missing {name.lower()}")
    allowed = {n.lower() for n in known} | {"card_type", "source", "replace_text"}
    need(card.keys() <= allowed, 40058, f"unknown: {sorted(card.keys() - allowed)}")
    for name, most in _MOST.items():
        need(len(card.get(name) or []) <= most, 40058, f"too long: {name}")
    if kind in ("text_notice", "button_interaction"):
        title = (card.get("main_title") or {}).get("title")
        need(title or card.get("sub_title_text"), 40058, "no title")
    need(not card.get("action_menu") or card.get("task_id"), 42014)
    if "task_id" in card:
        need(isinstance(card["task_id"], str) and TASK_ID.fullmatch(card["task_id"]), 42014)
    _buttons(card, for_whom)
    _selections(card)
    _lines(card, for_whom)
    return dict(card)


def _buttons(card: dict[str, Any], for_whom: str) -> None:
    keys = []
    for button in card.get("button_list") or []:
        need(button.get("text"), 40058, "button without text")
        need(button.get("style", 1) in (1, 2, 3, 4), 40058, "button style")
        if for_whom == "aibot":
            need(not {"type", "url"} & button.keys(), 40058, "an aibot's button has no type")
        if button.get("type") == 1:
            need(button.get("url"), 40058, "button without url")
            continue
        need(0 < len(str(button.get("key", "")).encode()) <= 1024, 42016, "button key")
        keys.append(button["key"])
    need(len(set(keys)) == len(keys), 42016, "button key is not unique")
    submit = card.get("submit_button")
    need(submit is None or (submit.get("text") and submit.get("key")), 42016)


def _selections(card: dict[str, Any]) -> None:
    lists = [*(card.get("select_list") or [])]
    lists += [x for x in (card.get("button_selection"), card.get("checkbox")) if x]
    for selection in lists:
        need(0 < len(str(selection.get("question_key", "")).encode()) <= 1024, 40058)
        options = selection.get("option_list") or []
        most = 20 if selection is card.get("checkbox") else 10
        need(0 < len(options) <= most, 40058, "option_list")
        ids = [o.get("id") for o in options]
        need(len(set(ids)) == len(ids) and all(ids), 40058, "option id")
        need(all(len(str(i).encode()) <= 128 for i in ids) and all(o.get("text") for o in options))


def _lines(card: dict[str, Any], for_whom: str) -> None:
    for line in card.get("horizontal_content_list") or []:
        need(line.get("keyname"), 40058, "keyname")
        kind = line.get("type", 0)
        need(kind in ((0, 1, 3) if for_whom == "aibot" else (0, 1, 2, 3)), 40058, "type")
        need(kind != 1 or line.get("url"), 40058, "url")
        need(kind != 3 or line.get("userid"), 40058, "userid")
    for line in card.get("vertical_content_list") or []:
        need(line.get("title"), 40058)
    for jump in card.get("jump_list") or []:
        need(jump.get("title"), 40058)
        need(jump.get("type", 0) in ((0, 1, 2, 3) if for_whom == "aibot" else (0, 1, 2)))
    action = card.get("card_action")
    if action is not None and card["card_type"] in NOTICES:
        need(action.get("type") in (1, 2), 40058, "card_action")


def card_text(card: dict[str, Any]) -> str:
    """The words of a card as people read them, for the transcript."""
    title = card.get("main_title") or {}
    lines = [
        (card.get("source") or {}).get("desc"),
        title.get("title"),
        title.get("desc"),
        card.get("sub_title_text"),
        (card.get("quote_area") or {}).get("quote_text"),
        *(
            f"{h['keyname']} {h.get('value', '')}"
            for h in card.get("horizontal_content_list") or []
        ),
        *(f"[{b['text']}]" for b in card.get("button_list") or []),
    ]
    return "\n".join(line for line in lines if line)
