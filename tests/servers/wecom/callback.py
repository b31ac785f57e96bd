"""URL callbacks: how the vendor calls us. JSON for the bot, XML for the app, sealed and signed."""

from __future__ import annotations

import asyncio
import json
import secrets
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import aiohttp
from yarl import URL

from tests.servers.wecom import shapes
from tests.servers.wecom.crypto import Envelope
from tests.servers.wecom.errors import Wrong
from tests.servers.wecom.people import People
from tests.servers.wecom.speaking import LONGEST, Speaking
from tests.servers.wecom.world import AES_KEY, AGENT, BOT, CORP, TOKEN, World

VERIFY_WITHIN, ANSWER_WITHIN, TRIES = 1.0, 5.0, 4


class Callbacks:
    """The bot's callbacks to `url`; `app_url` has the app's.

    Budgets are of real time. A bot's message is tried again like the app's, a click never is.
    """

    def __init__(self, world: World, speaking: Speaking, people: People) -> None:
        self._world = world
        self._speaking = speaking
        self._people = people
        self.url = ""
        self.app_url = ""
        self.within = ANSWER_WITHIN
        self.bot = Envelope(TOKEN, AES_KEY, "")
        self.app = Envelope(TOKEN, AES_KEY, CORP)
        self.stale = 0.0  # seconds that the stamp is behind
        self._polls: dict[str, str] = {}  # an unfinished stream -> the req_id it belongs to

    def use(self, url: str) -> None:
        """From now on the bot is spoken to here, and links have no key of their own."""
        self.url = url
        self._people.deliver = self.deliver
        self._people.with_keys = False

    # -- the call -----------------------------------------------------------------------------

    async def verify(self, url: str, *, app: bool = False) -> bool:
        """What the vendor does before it accepts an address: within a second, exactly the text."""
        envelope = self.app if app else self.bot
        words = str(secrets.randbelow(10**19))
        sealed = envelope.seal(words)
        query = self._signed(envelope, sealed)
        # Percent signs as the vendor sends them: a plus of the echostr arrives as %2B.
        asked = "&".join(
            f"{k}={quote(v, safe='')}" for k, v in {**query, "echostr": sealed}.items()
        )
        try:
            async with (
                asyncio.timeout(VERIFY_WITHIN),
                aiohttp.ClientSession() as session,
                session.get(URL(f"{url}?{asked}", encoded=True)) as answer,
            ):
                right = answer.status == 200 and await answer.read() == words.encode()
        except (TimeoutError, aiohttp.ClientError):
            right = False
        self._world.note("verified" if right else "not_verified", url=url)
        return right

    async def deliver(self, cmd: str, req_id: str, body: dict[str, Any]) -> bool:
        """One callback of the bot; its answer is the reply."""
        tries = TRIES if cmd == "aibot_msg_callback" else 1
        for _ in range(2 if self._world.knobs.twice else 1):
            answer = await self.post(json.dumps(body, ensure_ascii=False), tries=tries)
            if answer is None:
                self._world.note("lost", msgid=body.get("msgid"), why="not answered")
                return False
            if answer:
                self._passive(req_id, body, answer)
        return True

    async def post(self, message: str, *, tries: int = 1, **overrides: str) -> str | None:
        """A sealed JSON; the opened answer, empty for an empty one, None where it failed."""
        sealed = self.bot.seal(message)
        query = self._signed(self.bot, sealed) | overrides
        raw = await self._call(self.url, query, json.dumps({"encrypt": sealed}), tries)
        if not raw:
            return raw
        told = json.loads(raw)
        signature = self.bot.sign(str(told["timestamp"]), told["nonce"], told["encrypt"])
        assert told["msgsignature"] == signature, "the answer's signature"
        assert isinstance(told["timestamp"], int), "the answer's timestamp is a number"
        assert told["nonce"] == query["nonce"], "the answer's nonce is the question's"
        return self.bot.unseal(told["encrypt"])

    async def post_app(self, fields: dict[str, Any], *, tries: int = TRIES) -> str | None:
        """A sealed XML of the app; the opened answer."""
        body = {"ToUserName": CORP, "CreateTime": int(self._world.now()), "AgentID": AGENT}
        sealed = self.app.seal(f"<xml>{_xml(body | fields)}</xml>")
        outer = _xml({"ToUserName": CORP, "AgentID": AGENT, "Encrypt": sealed})
        query = self._signed(self.app, sealed)
        raw = await self._call(self.app_url, query, f"<xml>{outer}</xml>", tries)
        if not raw:
            return raw
        told = {e.tag: e.text or "" for e in ElementTree.fromstring(raw)}  # noqa: S314 -- our own
        signature = self.app.sign(told["TimeStamp"], told["Nonce"], told["Encrypt"])
        assert told["MsgSignature"] == signature, "the answer's signature"
        return self.app.unseal(told["Encrypt"])

    async def press_app(self, task_id: str, userid: str, key: str) -> str | None:
        """Somebody presses a button of an app's card; a code to change it once comes along."""
        code = f"RCE{next(self._world.numbers)}"
        self._world.app_codes[code] = (task_id, self._world.now())
        card = self._world.cards[task_id]["card"]
        return await self.post_app(
            {
                "FromUserName": userid,
                "MsgType": "event",
                "Event": "template_card_event",
                "EventKey": key,
                "TaskId": task_id,
                "CardType": card["card_type"],
                "ResponseCode": code,
            }
        )

    async def _call(self, url: str, query: dict[str, str], data: str, tries: int) -> str | None:
        for _ in range(tries):
            try:
                async with (
                    asyncio.timeout(self.within),
                    aiohttp.ClientSession() as session,
                    session.post(url, params=query, data=data.encode()) as answer,
                ):
                    if answer.status == 200:
                        return await answer.text()
                    self._world.note("callback_failed", status=answer.status)
            except (TimeoutError, aiohttp.ClientError) as error:
                self._world.note("callback_failed", why=type(error).__name__)
        return None

    def _signed(self, envelope: Envelope, sealed: str) -> dict[str, str]:
        stamp, nonce = str(int(self._world.now() - self.stale)), secrets.token_hex(5)
        return {
            "msg_signature": envelope.sign(stamp, nonce, sealed), "timestamp": stamp, "nonce": nonce
        }  # fmt: skip

    # -- the answer ---------------------------------------------------------------------------

    def _passive(self, req_id: str, body: dict[str, Any], answer: str) -> None:
        told, heard = json.loads(answer), self._world.heard[req_id]
        try:
            if heard.kind == "click":
                self._speaking.update_card(req_id, told)
            elif heard.kind == "enter_chat":
                self._speaking.welcome(req_id, told)
            else:
                self._reply(req_id, told)
        except Wrong as wrong:
            self._world.note("refused", code=wrong.code, words=wrong.words, msgid=body["msgid"])

    def _reply(self, req_id: str, told: dict[str, Any]) -> None:
        kind = told.get("msgtype")
        shapes.need(kind in ("stream", "template_card", "stream_with_template_card"), 40008)
        streamed = told.get("stream") or {}
        shapes.need(len(str(streamed.get("content", "")).encode()) <= LONGEST, 45002)
        if kind == "stream_with_template_card":
            self._speaking.respond(req_id, {"msgtype": "stream", "stream": streamed})
            told = told | {"msgtype": "template_card"}
        self._speaking.respond(req_id, told)
        if streamed and not streamed.get("finish"):
            self._polls[streamed["id"]] = req_id

    async def poll(self, stream_id: str) -> bool:
        """The vendor asks how an unfinished stream goes on; whether it was answered."""
        req_id = self._polls[stream_id]
        heard = self._world.heard[req_id]
        body: dict[str, Any] = {
            "msgid": f"CAIQ{next(self._world.numbers):08d}",
            "aibotid": BOT,
            "chattype": heard.chattype,
            "from": {"userid": self._world.shown_id(heard.userid)},
            "msgtype": "stream",
            "stream": {"id": stream_id},
        }
        if heard.chattype == "group":
            body["chatid"] = heard.where
        answer = await self.post(json.dumps(body, ensure_ascii=False))
        if answer:
            shapes.need(json.loads(answer).get("msgtype") == "stream", 40008)
            self._passive(req_id, body, answer)
        return bool(answer)


def _xml(fields: dict[str, Any]) -> str:
    return "".join(
        f"<{name}>{value}</{name}>"
        if isinstance(value, int)
        else f"<{name}><![CDATA[{_cdata(value)}]]></{name}>"
        for name, value in fields.items()
    )


def _cdata(text: str) -> str:
    return text.replace("]]>", "]]]]><![CDATA[>")
