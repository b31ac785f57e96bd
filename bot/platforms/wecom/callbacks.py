"""Being called by the vendor: verified, kept, then answered; whatever is in doubt is refused.

The bot speaks JSON, the app XML. A message is kept before it is answered with an empty 200.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from bot.domain.chat import ChatRef, Message, Sender
from bot.log import logger
from bot.platforms.asking import as_json, object_in
from bot.platforms.envelope import Envelope, Forged
from bot.platforms.wecom.config import Config, Key
from bot.platforms.wecom.hearing import NAME, SINGLE, instant

BOT, APP = "bot", "app"
#: A callback further away from our clock is stale.
FRESH = 600
_MOST_SEEN = 50_000

_log = logger()
#: A callback's body -> what the bot's answer holds; None for an empty one.
OnBody = Callable[[Mapping[str, Any]], Awaitable[Mapping[str, Any] | None]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the vendor gets. Everything but 200 is a refusal."""

    status: int
    body: bytes = b""
    content_type: str = "text/plain"


class Callbacks:
    """Both addresses, `bot` and `app`; one without credentials is not there."""

    def __init__(
        self,
        config: Config,
        now: Callable[[], datetime],
        on_bot: OnBody,
        on_app: Callable[[Element], Awaitable[None]],
    ) -> None:
        self._now = now
        self._on_bot = on_bot
        self._on_app = on_app
        self._seen: OrderedDict[tuple[str, str, str], None] = OrderedDict()
        self._envelopes = {
            name: Envelope(key.token, key.encoding_aes_key, receiver)
            for name, key, receiver in (
                (BOT, config.bot_key, ""),
                (APP, config.app_key, config.corp_id),
            )
            if _is_set(key)
        }

    @property
    def names(self) -> tuple[str, ...]:
        """The addresses that there are."""
        return tuple(self._envelopes)

    def verify(self, name: str, query: Mapping[str, str]) -> Answer:
        """The address is being set up: the echo, bare."""
        try:
            words = self._open(name, query, query.get("echostr", ""))
        except Forged as forged:
            return self._refused(name, forged)
        return Answer(200, words.encode())

    async def receive(self, name: str, query: Mapping[str, str], raw: bytes) -> Answer:
        """One callback. A kept one is refused when it is repeated; another may come again."""
        mark = (name, query.get("timestamp", ""), query.get("nonce", ""))
        try:
            if mark in self._seen:
                raise Forged("replayed")
            words = self._open(name, query, _encrypted(name, raw))
        except Forged as forged:
            return self._refused(name, forged)
        self._seen[mark] = None
        if len(self._seen) > _MOST_SEEN:
            self._seen.popitem(last=False)
        try:
            return await self._kept(name, query, words)
        except ValueError as error:
            _log.warning("callback_not_read", platform=NAME, reason=str(error)[:120])
            return Answer(200)
        except BaseException:
            self._seen.pop(mark, None)
            raise

    async def _kept(self, name: str, query: Mapping[str, str], words: str) -> Answer:
        if name == APP:
            await self._on_app(_xml(words.encode()))
            return Answer(200)
        body = object_in(words)
        if body is None:
            raise ValueError("no JSON object")
        reply = await self._on_bot(body)
        if reply is None:
            return Answer(200)
        timestamp, nonce = int(self._now().timestamp()), query.get("nonce", "")
        sealed, signature = self._envelopes[name].seal(
            as_json(reply).decode(), str(timestamp), nonce
        )
        answer = {
            "encrypt": sealed,
            "msgsignature": signature,
            "timestamp": timestamp,
            "nonce": nonce,
        }
        return Answer(200, as_json(answer), "application/json")

    def _open(self, name: str, query: Mapping[str, str], encrypted: str) -> str:
        envelope = self._envelopes.get(name)
        timestamp = query.get("timestamp", "")
        if envelope is None or not encrypted:
            raise Forged("not set up")
        if not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 12:
            raise Forged("timestamp")
        words = envelope.open(
            query.get("msg_signature", ""), timestamp, query.get("nonce", ""), encrypted
        )
        if abs(self._now().timestamp() - int(timestamp)) > FRESH:
            raise Forged("stale")
        return words

    def _refused(self, name: str, forged: Forged) -> Answer:
        _log.warning("callback_refused", platform=NAME, name=name, reason=str(forged))
        return Answer(403)


def _is_set(key: Key) -> bool:
    return bool(key.token and key.encoding_aes_key)


def _encrypted(name: str, raw: bytes) -> str:
    if name == APP:
        try:
            return _xml(raw).findtext("Encrypt") or ""
        except ValueError as error:
            raise Forged(str(error)) from None
    return str((object_in(raw) or {}).get("encrypt") or "")


def _xml(raw: bytes) -> Element:
    """Without entities and without a document type. Raises ValueError."""
    try:
        found: Element = fromstring(raw, forbid_dtd=True)
    except (ParseError, DefusedXmlException) as error:
        raise ValueError(f"XML: {type(error).__name__}") from None
    return found


def app_message_of(xml: Element, now: datetime) -> Message | None:
    """What somebody says to the app itself; None for an event. Raises ValueError.

    Of a picture or a voice nothing but that it came: its sender hears what to do instead.
    """
    if xml.findtext("MsgType") == "event":
        return None
    user, message_id = xml.findtext("FromUserName") or "", xml.findtext("MsgId") or ""
    if not user or not message_id:
        raise ValueError("an app's message needs FromUserName and MsgId")
    return Message(
        chat=ChatRef(NAME, f"{SINGLE}{user}"),
        message_id=message_id,
        sender=Sender(user, user),
        text=(xml.findtext("Content") or "").strip(),
        sent_at=instant(xml.findtext("CreateTime"), now),
        single=True,
    )


def app_click_of(xml: Element) -> tuple[dict[str, Any], str]:
    """A click on a card of the app in the bot's own shape, and the code to change the card by.

    Such an event has no id of its own; a repetition has the same sender, moment and button.
    """
    user, key = xml.findtext("FromUserName") or "", xml.findtext("EventKey") or ""
    at = xml.findtext("CreateTime") or ""
    chosen = [
        {
            "question_key": item.findtext("QuestionKey") or "",
            "option_ids": {"option_id": [o.text or "" for o in item.iter("OptionId")]},
        }
        for item in xml.iter("SelectedItem")
    ]
    event = {
        "event_key": key,
        "task_id": xml.findtext("TaskId") or "",
        "selected_items": {"selected_item": chosen},
    }
    body = {
        "msgid": f"{user}-{at}-{key}",
        "create_time": at,
        "chattype": "single",
        "from": {"userid": user},
        "event": {"eventtype": "template_card_event", "template_card_event": event},
    }
    return body, xml.findtext("ResponseCode") or ""
