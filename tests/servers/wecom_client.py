"""A bare client for the tests of the scripted WeCom, and what it says: no rules are known here."""

from __future__ import annotations

import asyncio
import itertools
import json
from typing import Any

import aiohttp

from tests.servers.wecom import AGENT, APP_SECRET, BOT, CORP, SECRET, WeComServer

SERVICE, REPAIR = "wrService01", "wrRepair01"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


class Client:
    """One socket of the bot, and the HTTP interfaces."""

    def __init__(self, server: WeComServer, session: aiohttp.ClientSession) -> None:
        self.server = server
        self.session = session
        self.callbacks: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.acks: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.raw: list[str] = []
        self.closed = asyncio.Event()
        self.close_code: int | None = None
        self._numbers = itertools.count(1)
        self._reader: asyncio.Task[None] | None = None

    async def connect(self, *, subscribe: bool = True, secret: str = SECRET) -> dict[str, Any]:
        """Opens the socket; the answer to the subscription."""
        self.socket = await self.session.ws_connect(self.server.ws_url)
        self._reader = asyncio.create_task(self._read())
        if not subscribe:
            return {}
        return await self.ask("aibot_subscribe", {"bot_id": BOT, "secret": secret})

    async def _read(self) -> None:
        async for message in self.socket:
            self.raw.append(message.data)
            frame = json.loads(message.data, strict=False)
            await (self.callbacks if "cmd" in frame else self.acks).put(frame)
        self.close_code = self.socket.close_code
        self.closed.set()

    async def close(self) -> None:
        """Ends the socket."""
        if self._reader is not None:
            await self.socket.close()
            await self._reader

    async def put(self, cmd: str, body: Any = None, req_id: str = "") -> str:
        """Sends a frame without waiting."""
        req_id = req_id or f"{cmd}_{next(self._numbers)}"
        frame: dict[str, Any] = {"cmd": cmd, "headers": {"req_id": req_id}}
        if body is not None:
            frame["body"] = body
        await self.socket.send_str(json.dumps(frame, ensure_ascii=False))
        return req_id

    async def ask(self, cmd: str, body: Any = None, req_id: str = "") -> dict[str, Any]:
        """Sends a frame; the next acknowledgement."""
        req_id = await self.put(cmd, body, req_id)
        ack = await self.ack()
        assert ack["headers"]["req_id"] == req_id
        return ack

    async def ack(self) -> dict[str, Any]:
        """The next acknowledgement."""
        return await asyncio.wait_for(self.acks.get(), 10)

    async def hear(self) -> dict[str, Any]:
        """The next callback."""
        return await asyncio.wait_for(self.callbacks.get(), 10)

    async def push(self, chatid: str, words: str, kind: int = 2) -> int:
        """The errcode of a push of markdown."""
        body = {"chatid": chatid, "chat_type": kind, "msgtype": "markdown"}
        ack = await self.ask("aibot_send_msg", body | {"markdown": {"content": words}})
        return int(ack["errcode"])

    async def token(self) -> str:
        """The app's."""
        answer = await self.get("gettoken", corpid=CORP, corpsecret=APP_SECRET)
        return str(answer.get("access_token"))

    async def get(self, path: str, **query: str) -> dict[str, Any]:
        """A GET of an interface."""
        async with self.session.get(f"{self.server.base}/cgi-bin/{path}", params=query) as answer:
            assert answer.status == 200
            told: dict[str, Any] = await answer.json()
            return told

    async def post(self, path: str, body: Any, **query: str) -> dict[str, Any]:
        """A POST of an interface; the app's token is taken along unless a key is given."""
        if "key" not in query and "response_code" not in query:
            query.setdefault("access_token", await self.token())
        data = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        url = f"{self.server.base}/cgi-bin/{path}"
        async with self.session.post(url, data=data, params=query) as answer:
            assert answer.status == 200
            told: dict[str, Any] = await answer.json()
            return told


# -- bodies -----------------------------------------------------------------------------------


def markdown(words: str) -> dict[str, object]:
    return {"msgtype": "markdown", "markdown": {"content": words}}


def stream(words: str, name: str = "s1", *, finish: bool = True) -> dict[str, object]:
    return {"msgtype": "stream", "stream": {"id": name, "finish": finish, "content": words}}


def card(task_id: str, title: str = "3号楼不热") -> dict[str, object]:
    return {
        "card_type": "button_interaction",
        "main_title": {"title": title},
        "button_list": [{"text": "接单", "key": "accept"}, {"text": "完成", "key": "done"}],
        "task_id": task_id,
    }


def push(chatid: str, body: dict[str, object], kind: int = 2) -> dict[str, object]:
    return {"chatid": chatid, "chat_type": kind} | body


def text(words: str, *mentioned: str) -> dict[str, Any]:
    return {"msgtype": "text", "text": {"content": words, "mentioned_list": list(mentioned)}}


def to_person(userids: str, words: str = "请看工单", **more: Any) -> dict[str, Any]:
    return {
        "touser": userids,
        "agentid": AGENT,
        "msgtype": "text",
        "text": {"content": words},
    } | more


def form(name: str = "日报.xlsx", data: bytes = b"PK12345678") -> aiohttp.FormData:
    made = aiohttp.FormData(quote_fields=False)
    made.add_field("media", data, filename=name)
    return made
