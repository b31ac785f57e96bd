"""A scripted DingTalk: one server for both interfaces and the Stream gateway.

It keeps the vendor's documented rules (tokens, one-use tickets, who is in which group, what can
ring, rate limits, error shapes) and has knobs for its faults. `python -m tests.servers.dingtalk
--port N` serves it alone and prints the transcript, one JSON object a line.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import hashlib
import hmac
import itertools
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

CLIENT, SECRET = "dingheat7788", "s3cr3t"
TICKET_LASTS = 90.0
SESSION_LASTS_MS = 5_400_000


@dataclass
class Group:
    """A group with its people, its robots and its own webhook, where it has one."""

    conversation: str
    chatid: str
    name: str
    members: set[str] = field(default_factory=set)
    robots: set[str] = field(default_factory=set)
    webhook: str = ""
    webhook_secret: str = ""


@dataclass
class Knobs:
    """How it misbehaves; each is used up by one call where it is a list."""

    refuse_create: bool = False
    robot_add: str = "works"  # works, missing, lies
    ding_types: set[int] = field(default_factory=lambda: {1, 2, 3})
    quota_used: bool = False
    denied: set[str] = field(default_factory=set)  # paths without permission
    gateway_down: bool = False
    file_host: str = ""
    redeliver_after: float | None = None
    #: path -> answers given instead, in order: (status, body) before or after the work was done
    instead: dict[str, list[tuple[int, Any, bool]]] = field(default_factory=dict)


class DingTalkServer:
    """The vendor. `happened` is everything that people would see, in order."""

    def __init__(self, *, now: Callable[[], float] = time.time) -> None:
        self.now = now
        self.knobs = Knobs()
        self.groups: dict[str, Group] = {}
        self.people: dict[str, dict[str, Any]] = {}
        self.departments: dict[int, dict[str, Any]] = {1: {"name": "公司", "parent_id": 0}}
        self.happened: list[dict[str, Any]] = []
        self.calls: list[str] = []
        self.acknowledged: list[str] = []
        self.cards: dict[str, dict[str, Any]] = {}
        self.sockets: list[web.WebSocketResponse] = []
        self.base = ""
        self.last_push = ""
        self.files: dict[str, bytes] = {}
        self._token = "tok-1"
        self._tickets: dict[str, float] = {}
        self._sessions: dict[str, tuple[str, float]] = {}
        self._uuids: set[str] = set()
        self._webhook_at: dict[str, list[float]] = {}
        self._blocked_until: dict[str, float] = {}
        self._group_at: dict[str, list[float]] = {}
        self._waiting: dict[str, asyncio.TimerHandle] = {}
        self._number = itertools.count(1)
        self._runner: web.AppRunner | None = None

    # -- its life -----------------------------------------------------------------------------

    async def start(self, port: int = 0) -> str:
        """Serves on a port; the base address comes back."""
        app = web.Application(middlewares=[self._instead])
        app.router.add_get("/connect", self._connect)
        app.router.add_route("*", "/{path:.*}", self._dispatch)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        host, bound = self._runner.addresses[0][:2]
        self.base = f"http://{host}:{bound}"
        return self.base

    async def stop(self) -> None:
        """Ends it, sockets first."""
        for timer in self._waiting.values():
            timer.cancel()
        for socket in list(self.sockets):
            await socket.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def add_group(self, conversation: str, name: str, members: set[str], **more: Any) -> Group:
        """A group that people made, with the robot in it."""
        group = Group(conversation, f"chat{conversation}", name, members, {CLIENT}, **more)
        self.groups[conversation] = group
        return group

    def add_person(self, userid: str, name: str, department: int = 1, mobile: str = "") -> None:
        """An employee."""
        self.people[userid] = {"name": name, "dept": department, "mobile": mobile}

    # -- what people do -----------------------------------------------------------------------

    async def say(self, conversation: str, userid: str, words: str, **more: Any) -> dict[str, Any]:
        """Somebody @-s the robot with a text; `more` overrides fields of the envelope."""
        envelope = self.envelope(conversation, userid)
        envelope |= {"msgtype": "text", "text": {"content": f" {words}"}} | more
        await self.push("/v1.0/im/bot/messages/get", envelope)
        return envelope

    def envelope(self, conversation: str, userid: str) -> dict[str, Any]:
        """The fields that every robot message has."""
        number, at = next(self._number), int(self.now() * 1000)
        session = f"s{number}"
        self._sessions[session] = (conversation, self.now())
        group = self.groups.get(conversation)
        nick = self.people.get(userid, {}).get("name", userid)
        return {
            "conversationId": conversation,
            "conversationType": "2" if group else "1",
            "conversationTitle": group.name if group else "",
            "msgId": f"msg{number}==",
            "createAt": at,
            "senderId": f"$:LWCP_v1:${userid}",
            "senderNick": nick,
            "senderStaffId": userid,
            "robotCode": CLIENT,
            "chatbotUserId": "$:LWCP_v1:$bot",
            "isInAtList": True,
            "atUsers": [{"dingtalkId": "$:LWCP_v1:$bot"}],
            "sessionWebhook": f"{self.base}/robot/sendBySession?session={session}",
            "sessionWebhookExpiredTime": at + SESSION_LASTS_MS,
        }

    async def press(self, track: str, userid: str, action: str, **form: Any) -> None:
        """Somebody presses a button of a card."""
        card = self.cards[track]
        params = {"action": action, "ticket": card["params"]["ticket"], **form}
        content = {"cardPrivateData": {"actionIds": [action], "params": params}}
        data = {
            "type": "actionCallback",
            "outTrackId": track,
            "userId": userid,
            "userIdType": 1,
            "spaceType": "IM_GROUP",
            "spaceId": card["conversation"],
            "content": json.dumps(content),
        }
        await self.push("/v1.0/card/instances/callback", data)

    async def push(self, topic: str, data: dict[str, Any], push: str = "") -> None:
        """One frame to one of the sockets; without a socket a robot message is simply lost."""
        push = push or f"push-{next(self._number)}"
        self.last_push = push
        frame = {
            "specVersion": "1.0",
            "type": "CALLBACK",
            "headers": {"topic": topic, "messageId": push, "time": str(int(self.now() * 1000))},
            "data": json.dumps(data, ensure_ascii=False),
        }
        if not self.sockets:
            self.note("lost", push=push)
            return
        await self.sockets[-1].send_str(json.dumps(frame, ensure_ascii=False))
        if self.knobs.redeliver_after is not None:
            loop = asyncio.get_running_loop()

            def again() -> None:
                self._waiting.pop(push, None)
                task = loop.create_task(self.push(topic, data, f"{push}-again"))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

            self._waiting[push] = loop.call_later(self.knobs.redeliver_after, again)

    _tasks: set[asyncio.Task[None]] = set()  # noqa: RUF012 -- only keeps them from being collected

    async def tell_event(self, kind: str) -> None:
        """An event of the organisation."""
        self.last_push = f"event-{next(self._number)}"
        headers = {"topic": "*", "messageId": self.last_push, "eventType": kind}
        await self.sockets[-1].send_str(
            json.dumps({"type": "EVENT", "headers": headers, "data": "{}"})
        )

    async def disconnect(self) -> None:
        """Tells the newest socket to go, and sends it nothing more."""
        socket = self.sockets.pop()
        data = json.dumps({"reason": "connection is expired"})
        await socket.send_str(
            json.dumps({"type": "SYSTEM", "headers": {"topic": "disconnect"}, "data": data})
        )
        self._leaving = socket

    async def finish_disconnect(self) -> None:
        """Closes the socket that was told to go."""
        await self._leaving.close()

    def cut(self) -> None:
        """The connection is gone in the middle of everything."""
        for socket in self.sockets:
            transport = socket._req.transport if socket._req else None  # type: ignore[union-attr]
            if transport is not None:
                transport.abort()
        self.sockets.clear()

    def revoke_token(self) -> None:
        """From now on the present token is no good."""
        self._token = f"tok-{next(self._number)}"

    def note(self, event: str, **facts: Any) -> None:
        """One line of the transcript."""
        self.happened.append({"event": event, **facts})

    def seen(self, event: str, where: str | None = None) -> list[dict[str, Any]]:
        """What people saw of one kind, in one place."""
        return [
            h
            for h in self.happened
            if h["event"] == event and (where is None or h.get("in") == where)
        ]

    # -- the gateway --------------------------------------------------------------------------

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        born = self._tickets.pop(ticket, None)
        if born is None or self.now() - born > TICKET_LASTS:
            raise web.HTTPUnauthorized
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        await socket.send_str(
            json.dumps(
                {
                    "type": "SYSTEM",
                    "headers": {"topic": "ping", "messageId": "ping-1"},
                    "data": json.dumps({"opaque": "o1"}),
                }
            )
        )
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                break
            answer = json.loads(message.data)
            push = answer["headers"]["messageId"]
            json.loads(answer["data"])
            assert answer["code"] == 200
            self.acknowledged.append(push)
            if timer := self._waiting.pop(push, None):
                timer.cancel()
        if socket in self.sockets:
            self.sockets.remove(socket)
        return socket

    # -- the interfaces -----------------------------------------------------------------------

    @web.middleware
    async def _instead(self, request: web.Request, handler: Any) -> web.StreamResponse:
        path = request.path
        if answers := self.knobs.instead.get(path):
            status, body, after = answers.pop(0)
            if after:
                await handler(request)
            if isinstance(body, str):
                return web.Response(status=status, text=body, content_type="text/html")
            return web.json_response(body, status=status)
        answer: web.StreamResponse = await handler(request)
        return answer

    async def _dispatch(self, request: web.Request) -> web.Response:
        body = json.loads(await request.read() or b"{}")
        path = request.path
        self.calls.append(path)
        name = path.strip("/").replace("/", "_").replace(".", "_")
        if path in ("/v1.0/gateway/connections/open", "/v1.0/oauth2/accessToken"):
            return getattr(self, f"_{name}")(request, body)
        if path == "/robot/sendBySession":
            return self._by_session(request, body)
        if path == "/robot/send":
            return self._by_webhook(request, body)
        if path.startswith("/oss/"):
            return self._file(request)
        old = path.startswith("/topapi/")
        token = (
            request.query.get("access_token")
            if old
            else request.headers.get("x-acs-dingtalk-access-token")
        )
        if token != self._token:
            if old:
                return web.json_response({"errcode": 40014, "errmsg": "不合法的access_token"})
            return _wrong("InvalidAuthentication")
        if path in self.knobs.denied:
            return _wrong(
                "Forbidden.AccessDenied.AccessTokenPermissionDenied",
                403,
                accessdenieddetail={"requiredScopes": ["the_scope"]},
            )
        if self.knobs.quota_used and not old:
            return _wrong("Forbidden.AccessDenied.ApiCountLimitForOrg", 403)
        handle = getattr(self, f"_{name}", None)
        if handle is None:
            return _wrong("InvalidAction.NotFound", 404)
        answer: web.Response = handle(request, body)
        return answer

    def _v1_0_gateway_connections_open(self, request: web.Request, body: Any) -> web.Response:
        if self.knobs.gateway_down:
            return _wrong("ServiceUnavailable", 503)
        if (body.get("clientId"), body.get("clientSecret")) != (CLIENT, SECRET):
            return _wrong("authFailed", 401)
        if not body.get("subscriptions") or "json" not in request.headers.get("Accept", ""):
            return web.Response(text="<xml/>", content_type="application/xml")
        ticket = f"ticket+/{next(self._number)}"
        self._tickets[ticket] = self.now()
        endpoint = self.base.replace("http", "ws") + "/connect"
        return web.json_response({"endpoint": endpoint, "ticket": ticket})

    def _v1_0_oauth2_accessToken(self, request: web.Request, body: Any) -> web.Response:
        if (body.get("appKey"), body.get("appSecret")) != (CLIENT, SECRET):
            return _wrong("invalidClientIdOrSecret")
        return web.json_response({"accessToken": self._token, "expireIn": 7200})

    def _by_session(self, request: web.Request, body: Any) -> web.Response:
        conversation, born = self._sessions.get(request.query.get("session", ""), ("", 0.0))
        if not conversation or self.now() - born > SESSION_LASTS_MS / 1000:
            return web.json_response({"errcode": 300001, "errmsg": "session 不存在"})
        return self._said("session", conversation, body)

    def _by_webhook(self, request: web.Request, body: Any) -> web.Response:
        token = request.query.get("access_token", "")
        group = next((g for g in self.groups.values() if g.webhook == token and token), None)
        if group is None:
            return web.json_response({"errcode": 300005, "errmsg": "token is not exist"})
        if group.webhook_secret:
            stamp = request.query.get("timestamp", "0")
            words = f"{stamp}\n{group.webhook_secret}"
            mac = hmac.new(group.webhook_secret.encode(), words.encode(), hashlib.sha256).digest()
            right = base64.b64encode(mac).decode()
            stale = abs(self.now() - int(stamp) / 1000) > 3600
            if stale or request.query.get("sign", "") != right:
                return web.json_response({"errcode": 310000, "errmsg": "sign not match"})
        now = self.now()
        if now < self._blocked_until.get(token, 0):
            return web.json_response({"errcode": 130101, "errmsg": "send too fast"})
        sent = [at for at in self._webhook_at.get(token, []) if at > now - 60]
        if len(sent) >= 20:
            self._blocked_until[token] = now + 600
            return web.json_response({"errcode": 130101, "errmsg": "send too fast"})
        self._webhook_at[token] = [*sent, now]
        if (uuid := body.get("msgUuid")) is not None:
            if uuid in self._uuids:
                return web.json_response({"errcode": 0, "errmsg": "ok"})
            self._uuids.add(uuid)
        return self._said("webhook", group.conversation, body)

    def _said(self, way: str, conversation: str, body: Any) -> web.Response:
        if len(json.dumps(body, ensure_ascii=False).encode()) > 20_000:
            return web.json_response({"errcode": 460101, "errmsg": "body 大小不合法"})
        text = str(body.get("text", {}).get("content", ""))
        listed = body.get("at", {}).get("atUserIds", [])
        # An id must be both in the list and in the text, and its person in the group.
        group = self.groups.get(conversation)
        members = group.members if group else set(listed)
        rung = [u for u in listed if f"@{u}" in text and u in members]
        self.note("message", **{"in": conversation}, way=way, text=text, rung=rung)
        return web.json_response({"errcode": 0, "errmsg": "ok"})

    def _v1_0_robot_groupMessages_send(self, request: web.Request, body: Any) -> web.Response:
        group = self.groups.get(body.get("openConversationId", ""))
        if group is None or body.get("robotCode") not in group.robots:
            return _wrong("resource.not.found")
        if not isinstance(body.get("msgParam"), str) or len(body["msgParam"].encode()) > 15_000:
            return _wrong("invalidParameter.msgParam.invalid")
        sent = [t for t in self._group_at.get(group.conversation, []) if t > self.now() - 60]
        if len(sent) >= 20:
            return _wrong("send.too.fast")
        self._group_at[group.conversation] = [*sent, self.now()]
        param = json.loads(body["msgParam"])
        if body.get("msgKey") != "sampleText" or "content" not in param:
            return _wrong("miss.param.contentOfText")
        key = f"pqk{next(self._number)}"
        self.note(
            "message", **{"in": group.conversation}, way="group", text=param["content"], rung=[],
            key=key,
        )  # fmt: skip
        return web.json_response({"processQueryKey": key})

    def _v1_0_robot_oToMessages_batchSend(self, request: web.Request, body: Any) -> web.Response:
        ids = body.get("userIds") or []
        if not 0 < len(ids) <= 20:
            return _wrong("invalidParameter.userIds.overMax")
        text = json.loads(body["msgParam"])["content"]
        invalid = [u for u in ids if u not in self.people]
        for userid in ids:
            if userid not in invalid:
                self.note("message", **{"in": userid}, way="single", text=text, rung=[userid])
        key = f"pqk{next(self._number)}"
        return web.json_response(
            {"processQueryKey": key, "invalidStaffIdList": invalid, "flowControlledStaffIdList": []}
        )

    def _v1_0_card_instances_createAndDeliver(
        self, request: web.Request, body: Any
    ) -> web.Response:
        params = body["cardData"]["cardParamMap"]
        if not all(isinstance(v, str) and len(v.encode()) <= 1024 for v in params.values()):
            return _wrong("param.invalid")
        track = body["outTrackId"]
        if track in self.cards:
            return _wrong("param.cardAlreadyExist")
        space = body["openSpaceId"].removeprefix("dtv1.card//")
        kind, _, where = space.partition(".")
        group = self.groups.get(where)
        ok = kind == "IM_ROBOT" or (group is not None and CLIENT in group.robots)
        carrier = f"4vAz{next(self._number)}=="
        result = {
            "spaceId": where,
            "success": ok,
            "carrierId": carrier if ok else "",
            "errorMsg": "" if ok else "spaceId is illegal",
        }
        if ok:
            self.cards[track] = {
                "params": dict(params),
                "conversation": where,
                "carrier": carrier,
                "callback": body.get("callbackType") == "STREAM",
            }
            rung = list(body.get("imGroupOpenDeliverModel", {}).get("atUserIds", {}))
            self.note(
                "message", **{"in": where}, way="card", text=params["text"], rung=rung, track=track
            )
        return web.json_response(
            {"success": True, "result": {"outTrackId": track, "deliverResults": [result]}}
        )

    def _v1_0_card_instances(self, request: web.Request, body: Any) -> web.Response:
        card = self.cards.get(body.get("outTrackId", ""))
        if card is None:
            return _wrong("param.cardNotExist")
        if not body.get("cardUpdateOptions", {}).get("updateCardDataByKey"):
            card["params"] = {}
        card["params"] |= body["cardData"]["cardParamMap"]
        self.note("card_updated", **{"in": card["conversation"]}, track=body["outTrackId"])
        return web.json_response({"success": True, "result": True})

    def _v1_0_robot_messageFiles_download(self, request: web.Request, body: Any) -> web.Response:
        if body.get("robotCode") != CLIENT:
            return _wrong("invalidParameter.robotCode.auth")
        if body["downloadCode"] not in self.files:
            return _wrong("invalidParameter.robotCode.downloadCode")
        url = self.knobs.file_host or f"{self.base}/oss/{body['downloadCode']}"
        return web.json_response({"downloadUrl": url})

    def _file(self, request: web.Request) -> web.Response:
        assert "x-acs-dingtalk-access-token" not in request.headers
        return web.Response(body=self.files[request.path.rsplit("/", 1)[1]])

    def _v1_0_im_group_create(self, request: web.Request, body: Any) -> web.Response:
        if self.knobs.refuse_create or body["owner"] not in self.people:
            return _wrong("permession.checkFailed", message="群主不在应用可见性内")
        if not 1 <= len(body["name"]) <= 20 or body["owner"] not in body["useridlist"]:
            return _wrong("parameter.invalid")
        number = next(self._number)
        group = Group(f"cidEmg{number}==", f"chatemg{number}", body["name"])
        group.members = set(body["useridlist"])
        self.groups[group.conversation] = group
        self.note("group_created", **{"in": group.conversation}, name=group.name,
                  members=sorted(group.members))  # fmt: skip
        return web.json_response({"openConversationId": group.conversation, "chatid": group.chatid})

    def _v1_0_im_group_update(self, request: web.Request, body: Any) -> web.Response:
        group = next((g for g in self.groups.values() if g.chatid == body.get("chatid")), None)
        if group is None:
            return _wrong("parameter.invalid")
        group.name = body.get("name", group.name)
        group.members |= set(body.get("add_useridlist", []))
        self.note("group_changed", **{"in": group.conversation}, name=group.name)
        return web.json_response({"success": True})

    def _v1_0_robot_groups_orgRobots_add(self, request: web.Request, body: Any) -> web.Response:
        if self.knobs.robot_add == "missing":
            return _wrong("InvalidAction.NotFound", 404)
        if self.knobs.robot_add == "works":
            self.groups[body["openConversationId"]].robots.add(body["robotCode"])
        return web.json_response({"result": True})

    def _v1_0_robot_groups_robots_query(self, request: web.Request, body: Any) -> web.Response:
        group = self.groups.get(body["openConversationId"])
        if group is None:
            return _wrong("illegal.openconevrsation.id")
        robots = [{"robotCode": code, "openRobotType": 2} for code in group.robots]
        return web.json_response({"chatbotInstanceVOList": robots})

    def _v1_0_robot_ding_send(self, request: web.Request, body: Any) -> web.Response:
        people, kind = body["receiverUserIdList"], body["remindType"]
        if kind not in self.knobs.ding_types:
            return _wrong("ding.serverquota.insufficient")
        if len(people) > (200 if kind == 1 else 20):
            return _wrong("ding.receivercount.limit")
        failed = [p for p in people if p not in self.people]
        reached = [p for p in people if p in self.people]
        level = {1: "app", 2: "sms", 3: "phone"}[kind]
        ding = f"d{next(self._number)}"
        self.note("call", level=level, to=reached, text=body["content"], ding=ding)
        lists = {"用户未激活": failed} if failed else {}
        return web.json_response({"openDingId": ding, "failedList": lists})

    def _v1_0_robot_ding_recall(self, request: web.Request, body: Any) -> web.Response:
        if body["openDingId"] not in {c["ding"] for c in self.seen("call")}:
            return _wrong("recall.ding.exception")
        self.note("call_recalled", ding=body["openDingId"])
        return web.json_response({"openDingId": body["openDingId"]})

    def _topapi_v2_user_getbymobile(self, request: web.Request, body: Any) -> web.Response:
        for userid, person in self.people.items():
            if person["mobile"] == body["mobile"]:
                return web.json_response({"errcode": 0, "result": {"userid": userid}})
        return web.json_response({"errcode": 60121, "errmsg": "找不到该用户"})

    def _topapi_user_listsimple(self, request: web.Request, body: Any) -> web.Response:
        people = [
            {"userid": userid, "name": p["name"]}
            for userid, p in self.people.items()
            if p["dept"] == body["dept_id"]
        ]
        size, cursor = body["size"], body["cursor"]
        page, more = people[cursor : cursor + size], cursor + size < len(people)
        result = {"list": page, "has_more": more, "next_cursor": cursor + size}
        return web.json_response({"errcode": 0, "result": result})

    def _topapi_v2_department_listsub(self, request: web.Request, body: Any) -> web.Response:
        below = [
            {"dept_id": key, "name": d["name"]}
            for key, d in self.departments.items()
            if d["parent_id"] == body["dept_id"]
        ]
        return web.json_response({"errcode": 0, "result": below})


def _wrong(code: str, status: int = 400, **more: Any) -> web.Response:
    body = {"code": code, "requestid": "r-1", "message": code, **more}
    return web.json_response(body, status=status)


async def _alone(port: int) -> None:
    server = DingTalkServer()
    print(json.dumps({"event": "listening", "base": await server.start(port)}), flush=True)
    told = 0
    while True:
        for line in server.happened[told:]:
            print(json.dumps(line, ensure_ascii=False), flush=True)
        told = len(server.happened)
        await asyncio.sleep(0.1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    try:
        asyncio.run(_alone(parser.parse_args().port))
    except KeyboardInterrupt:
        sys.exit(0)
