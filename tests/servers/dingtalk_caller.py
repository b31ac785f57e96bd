"""Somebody who calls the scripted DingTalk: it knows calls and sockets, and no rules."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp

from bot.clock import MovableClock
from tests.servers.dingtalk import CLIENT, SECRET, DingTalkServer

GROUP, ROBOT = "cidHeat==", {"robotCode": CLIENT}
SEND = "/v1.0/robot/groupMessages/send"
CARD = "/v1.0/card/instances/createAndDeliver"


class Caller:
    """Its calls with a token, its sockets."""

    def __init__(self, server: DingTalkServer, session: aiohttp.ClientSession, clock: MovableClock):
        self.server, self.session, self.clock = server, session, clock

    async def token(self) -> str:
        body = {"appKey": CLIENT, "appSecret": SECRET}
        return str((await self.bare("/v1.0/oauth2/accessToken", body))["accessToken"])

    async def bare(self, path: str, body: Any, **more: Any) -> Any:
        async with self.session.post(path, json=body, **more) as answer:
            return await answer.json(content_type=None)

    async def call(self, path: str, body: Any, method: str = "POST") -> Any:
        """The answer's body; a code where it is an error."""
        headers = {"x-acs-dingtalk-access-token": await self.token()}
        async with self.session.request(method, path, json=body, headers=headers) as answer:
            found = await answer.json()
            return found["code"] if answer.status >= 400 else found

    async def old(self, path: str, body: Any) -> Any:
        """Always 200; the error's number where there is one."""
        found = await self.bare(f"{path}?access_token={await self.token()}", body)
        return found["errcode"] or found

    async def send(self, where: str = GROUP, **param: Any) -> Any:
        said = {"msgKey": "sampleText", "msgParam": json.dumps(param or {"content": "x"})}
        return await self.call(SEND, {**ROBOT, "openConversationId": where, **said})

    async def open(self, *topics: str) -> aiohttp.ClientWebSocketResponse:
        """A socket that has had its first ping."""
        wanted = [
            {"type": "EVENT" if topic == "*" else "CALLBACK", "topic": topic} for topic in topics
        ]
        body = {"clientId": CLIENT, "clientSecret": SECRET, "subscriptions": wanted}
        headers = {"Accept": "application/json"}
        found = await self.bare("/v1.0/gateway/connections/open", body, headers=headers)
        socket = await self.session.ws_connect(
            found["endpoint"], params={"ticket": found["ticket"]}
        )
        await socket.receive(timeout=10)
        return socket

    async def answer(self, socket: Any, push: str, data: Any) -> None:
        """An acknowledgement, and it has been read."""
        headers = {"messageId": push, "contentType": "application/json"}
        await socket.send_json({"code": 200, "headers": headers, "data": json.dumps(data)})
        async with asyncio.timeout(10):
            while push not in self.server.acknowledged:
                await asyncio.sleep(0.002)


def card(track: str = "t1", **more: Any) -> dict[str, Any]:
    params = {"title": "工单", "ticket": "1"}
    return {
        "outTrackId": track, "cardTemplateId": "a.schema", "callbackType": "STREAM",
        "cardData": {"cardParamMap": params}, "openSpaceId": f"dtv1.card//IM_GROUP.{GROUP}",
        "imGroupOpenDeliverModel": {"robotCode": CLIENT, "atUserIds": {"01": "张三"}}, **more,
    }  # fmt: skip
