"""The scripted DingTalk keeps the vendor's rules: each of these has broken somebody's bot."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from bot.clock import MovableClock
from tests.servers.dingtalk import CLIENT, SECRET, DingTalkServer
from tests.servers.dingtalk.gateway import CARDS, MESSAGES

GROUP, ROBOT = "cidHeat==", {"robotCode": CLIENT}
SEND = "/v1.0/robot/groupMessages/send"
CARD = "/v1.0/card/instances/createAndDeliver"


class Client:
    """Somebody's client: its calls with a token, its sockets."""

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


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    clock = MovableClock(datetime(2026, 11, 23, tzinfo=UTC))
    server = DingTalkServer(now=lambda: clock.now().timestamp())
    base = await server.start()
    for userid, name in (("01", "张三"), ("02", "李四")):
        server.add_person(userid, name)
    group = server.add_group(GROUP, "客服群", {"01", "02"}, webhook="hook")
    assert group.robots == {CLIENT}
    async with aiohttp.ClientSession(base) as session:
        yield Client(server, session, clock)
    await server.stop()


def card(track: str = "t1", **more: Any) -> dict[str, Any]:
    params = {"title": "工单", "ticket": "1"}
    return {
        "outTrackId": track, "cardTemplateId": "a.schema", "callbackType": "STREAM",
        "cardData": {"cardParamMap": params}, "openSpaceId": f"dtv1.card//IM_GROUP.{GROUP}",
        "imGroupOpenDeliverModel": {"robotCode": CLIENT, "atUserIds": {"01": "张三"}}, **more,
    }  # fmt: skip


async def test_a_token_lives_two_hours_from_when_it_was_last_asked_for(client: Client) -> None:
    first = await client.token()
    client.clock.forward(timedelta(minutes=100))
    assert await client.token() == first
    client.clock.forward(timedelta(minutes=100))
    headers = {"x-acs-dingtalk-access-token": first}
    answer = await client.bare(SEND, {**ROBOT, "openConversationId": "x"}, headers=headers)
    assert answer["code"] == "resource.not.found"  # still good
    client.clock.forward(timedelta(minutes=121))
    answer = await client.bare(SEND, {}, headers=headers)
    assert answer["code"] == "InvalidAuthentication"
    answer = await client.bare(f"/topapi/v2/user/get?access_token={first}", {"userid": "01"})
    assert answer["errcode"] == 40014
    assert await client.token() != first


async def test_the_gateway_asks_for_credentials_json_and_topics(client: Client) -> None:
    path, right = "/v1.0/gateway/connections/open", {"clientId": CLIENT, "clientSecret": SECRET}
    topics, js = [{"type": "CALLBACK", "topic": MESSAGES}], {"Accept": "application/json"}
    wrong = await client.bare(path, {**right, "clientSecret": "x"}, headers=js)
    assert wrong["code"] == "authFailed"
    assert (await client.bare(path, right, headers=js))["code"].endswith("subscriptions")
    body = {**right, "subscriptions": topics}
    async with client.session.post(path, json=body, headers={"Accept": "*/*"}) as answer:
        assert answer.content_type == "application/xml"
    found = await client.bare(path, body, headers=js)
    client.clock.forward(timedelta(seconds=91))
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await client.session.ws_connect(found["endpoint"], params={"ticket": found["ticket"]})


async def test_a_push_goes_to_one_of_the_sockets_that_want_it(client: Client) -> None:
    events, messages = await client.open("*"), await client.open(MESSAGES)
    for _ in range(5):
        await client.server.say(GROUP, "01", "不热")
        frame = await messages.receive_json(timeout=10)
        assert frame["headers"]["topic"] == MESSAGES
    await client.server.tell_event("chat_quit", {"openConversationId": GROUP})
    assert (await events.receive_json(timeout=10))["headers"]["eventType"] == "chat_quit"
    await client.server.push(CARDS, {})
    assert client.server.seen("lost")


async def test_after_disconnect_it_is_quiet_and_closed(client: Client) -> None:
    client.server.knobs.disconnect_closes = 0.05
    socket = await client.open(MESSAGES)
    await client.server.disconnect()
    assert (await socket.receive_json(timeout=10))["headers"] == {"topic": "disconnect"}
    await client.server.say(GROUP, "01", "不热")
    assert client.server.seen("lost")
    assert (await socket.receive(timeout=10)).type is aiohttp.WSMsgType.CLOSE


async def test_two_pings_without_an_answer_and_it_is_closed(client: Client) -> None:
    client.server.knobs.ping_every = 0.02
    socket = await client.open(MESSAGES)
    kinds = [(await socket.receive(timeout=10)).type for _ in range(2)]
    assert kinds == [aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.CLOSE]


async def test_events_come_again_and_at_last_are_listed(client: Client) -> None:
    client.server.knobs.event_retries = (0.02, 0.02)
    socket = await client.open("*")
    event = await client.server.tell_event("chat_disband", {"openConversationId": GROUP})
    for _ in range(3):
        frame = await socket.receive_json(timeout=10)
        assert frame["headers"]["eventId"] == event
        later = {"status": "LATER", "message": "x"}
        headers = {"messageId": frame["headers"]["messageId"]}
        await socket.send_json({"code": 200, "headers": headers, "data": json.dumps(later)})
    async with asyncio.timeout(10):
        while event not in client.server.failed_events:
            await asyncio.sleep(0.002)


async def test_nobody_can_at_the_robot_with_a_voice_in_a_group(client: Client) -> None:
    for kind in ("audio", "video", "file"):
        with pytest.raises(ValueError, match="no client"):
            await client.server.say(GROUP, "01", "", msgtype=kind, content={})


async def test_an_app_that_is_not_published_is_not_told_who_speaks(client: Client) -> None:
    client.server.knobs.unpublished = True
    said = await client.server.say(GROUP, "01", "不热")
    assert "senderStaffId" not in said
    assert said["conversationType"] == "2"
    assert said["text"]["content"] == " 不热"
    assert {"dingtalkId": said["chatbotUserId"]} in said["atUsers"]


async def test_an_answer_address_lives_ninety_minutes(client: Client) -> None:
    said = await client.server.say(GROUP, "01", "不热")
    path = said["sessionWebhook"].removeprefix(client.server.base)
    body = {"msgtype": "text", "text": {"content": "@01 收到"}, "at": {"atUserIds": ["01"]}}
    assert (await client.bare(path, body))["errcode"] == 0
    assert client.server.seen("message", GROUP)[0]["rung"] == ["01"]
    client.clock.forward(timedelta(minutes=91))
    assert (await client.bare(path, body))["errcode"] == 300001


async def test_a_group_message(client: Client) -> None:
    for param, code in (
        ({"content": "x" * 15_001}, "invalidParameter.msgParam.tooLong"),
        ({"text": "x"}, "miss.param.content"),
    ):
        assert await client.send(**param) == code
    assert await client.send("cidElse==") == "resource.not.found"
    body = {**ROBOT, "openConversationId": GROUP, "msgKey": "sampleText"}
    assert await client.call(SEND, {**body, "msgParam": {"content": "x"}}) == (
        "invalidParameter.msgParam.invalid"
    )
    assert await client.call(SEND, {**body, "msgParam": "no json"}) == (
        "invalidParameter.msgParam.invalid"
    )
    assert await client.call(SEND, {**body, "msgKey": "x", "msgParam": "{}"}) == (
        "invalidParameter.msgKey.invalid"
    )
    image = {**body, "msgKey": "sampleImageMsg", "msgParam": '{"photoURL": "@lADnone"}'}
    assert await client.call(SEND, image) == "miss.param.file"
    assert "processQueryKey" in await client.send(content="@01 去看")
    assert client.server.seen("message", GROUP)[-1]["rung"] == []
    for _ in range(19):
        await client.send()
    assert await client.send() == "send.too.fast"
    client.server.groups[GROUP].dissolved = True
    assert await client.send() == "group.disbanded"


async def test_a_robots_webhook(client: Client) -> None:
    path, said = "/robot/send?access_token=hook", {"msgtype": "text", "text": {"content": "投诉"}}
    group = client.server.groups[GROUP]
    group.keywords = ("值守",)
    assert (await client.bare(path, said))["errcode"] == 310000
    group.keywords = ()
    async with client.session.post(path, data=b"x=1") as answer:
        assert (await answer.json())["errcode"] in (40035, 43004)
    for _ in range(2):
        assert (await client.bare(path, {**said, "msgUuid": "u1"}))["errcode"] == 0
    assert len(client.server.seen("message", GROUP)) == 1
    long = {"msgtype": "text", "text": {"content": "热" * 7_000}}
    assert (await client.bare(path, long))["errcode"] == 460101
    for _ in range(17):
        await client.bare(path, said)
    assert (await client.bare(path, said))["errcode"] == 130101
    client.clock.forward(timedelta(minutes=9))
    assert (await client.bare(path, said))["errcode"] == 130101
    client.clock.forward(timedelta(minutes=2))
    assert (await client.bare(path, said))["errcode"] == 0
    group.webhook_secret = "SECx"
    assert (await client.bare(f"{path}&timestamp=1790000000&sign=x", said))["errcode"] == 310000


async def test_a_card(client: Client) -> None:
    client.server.templates, client.server.unpublished_templates = {"a.schema"}, {"b.schema"}
    for wrong, code in (
        ({"outTrackId": ""}, "param.outTrackIdEmpty"),
        ({"cardTemplateId": ""}, "param.cardTemplateIdEmpty"),
        ({"cardTemplateId": "x.schema"}, "param.templateNotExist"),
        ({"cardTemplateId": "b.schema"}, "param.templateUnpublished"),
        ({"openSpaceId": "x"}, "param.openSpaceIdInvalid"),
        ({"imGroupOpenDeliverModel": {}}, "param.openDeliverModelEmpty"),
        ({"cardData": {}}, "param.cardPublicDataEmpty"),
        ({"cardData": {"cardParamMap": {"n": 1}}}, "param.invalid"),
        ({"cardData": {"cardParamMap": {"n": "热" * 400}}}, "param.invalid"),
    ):
        assert await client.call(CARD, card(**wrong)) == code
    made = await client.call(CARD, card())
    assert made["result"]["deliverResults"][0]["success"]
    assert await client.call(CARD, card()) == "param.cardAlreadyExist"
    # Success, and nobody has it.
    away = await client.call(CARD, card("t2", openSpaceId="dtv1.card//IM_GROUP.cidElse=="))
    assert away["success"]
    assert not away["result"]["deliverResults"][0]["success"]
    # Without updating by key whatever is left out is gone.
    put = {"outTrackId": "t1", "cardData": {"cardParamMap": {"status": "已接单"}}}
    by_key = {"cardUpdateOptions": {"updateCardDataByKey": True}}
    await client.call("/v1.0/card/instances", {**put, **by_key}, "PUT")
    assert client.server.cards["t1"]["params"].keys() == {"title", "ticket", "status"}
    await client.call("/v1.0/card/instances", put, "PUT")
    assert client.server.cards["t1"]["params"].keys() == {"status"}


async def test_a_cards_button(client: Client) -> None:
    """Without STREAM it leads nowhere; what is answered changes the presser's own view."""
    await client.call(CARD, card("t0", callbackType=None))
    await client.server.press("t0", "01", "接单")
    assert client.server.seen("press_lost")
    socket = await client.open(CARDS)
    await client.call(CARD, card())
    for answer, error in (
        ({"cardData": {"cardParamMap": {"status": "已接单"}},
          "userPrivateData": {"cardParamMap": {"can": "false"}}}, False),
        ({"text": "好"}, True),
    ):  # fmt: skip
        await client.server.press("t1", "01", "接单")
        push = (await socket.receive_json(timeout=10))["headers"]["messageId"]
        await client.answer(socket, push, {"response": answer})
        assert bool(client.server.seen("card_error_shown")) is error
    assert client.server.cards["t1"]["views"] == {"01": {"status": "已接单", "can": "false"}}
    assert "status" not in client.server.cards["t1"]["params"]


async def test_groups(client: Client) -> None:
    create = "/v1.0/im/group/create"
    body = {"name": "应急", "owner": "01", "useridlist": ["01", "02"]}
    refused = "permession.checkFailed"
    assert await client.call(create, {**body, "owner": "99", "useridlist": ["99"]}) == refused
    assert await client.call(create, {**body, "name": "应" * 21}) == "parameter.invalid"
    one, two = await client.call(create, body), await client.call(create, body)
    assert one["openConversationId"] != two["openConversationId"]  # nothing tells a repetition
    assert await client.send(one["openConversationId"]) == "resource.not.found"  # no robot in it
    add = {**ROBOT, "openConversationId": one["openConversationId"]}
    for knob, answer in (
        ("missing", "InvalidAction.NotFound"), ("refused", {"result": False}),
        ("lies", {"result": True}),
    ):  # fmt: skip
        client.server.knobs.robot_add = knob
        assert await client.call("/v1.0/robot/groups/orgRobots/add", add) == answer
        asked = {"openConversationId": one["openConversationId"]}
        listed = await client.call("/v1.0/robot/groups/robots/query", asked)
        assert listed == {"chatbotInstanceVOList": []}


async def test_ding(client: Client) -> None:
    path, body = "/v1.0/robot/ding/send", {**ROBOT, "content": "x", "receiverUserIdList": ["01"]}
    client.server.knobs.packs = {3: 1}
    many = [f"{n}" for n in range(21)]
    over = {**body, "remindType": 2, "receiverUserIdList": many}
    assert await client.call(path, over) == "ding.receivercount.limit"
    assert "openDingId" in await client.call(path, {**body, "remindType": 3})
    assert await client.call(path, {**body, "remindType": 3}) == "ding.serverquota.insufficient"
    some = await client.call(path, {**body, "remindType": 1, "receiverUserIdList": ["01", "99"]})
    assert list(some["failedList"].values()) == [["99"]]


async def test_the_months_quotas(client: Client) -> None:
    client.server.knobs.calls_left, client.server.knobs.messages_left = 1, 1
    assert "processQueryKey" in await client.send()
    assert await client.send() == "Forbidden.AccessDenied.ApiCountLimitForOrg"
    assert await client.old("/topapi/v2/user/get", {"userid": "01"})  # the directory is free
    notice = {"agent_id": 1234, "userid_list": "01", "msg": {"text": {"content": "x"}}}
    assert await client.old("/topapi/message/corpconversation/asyncsend_v2", notice) == 90020
    assert "text" in await client.server.say(GROUP, "01", "不热")
    over = await client.server.say(GROUP, "01", "不热")
    assert over["errorCode"] == "20001"
    assert "text" not in over


async def test_twenty_calls_a_second_a_ban_and_a_time_out_after_the_work(client: Client) -> None:
    client.server.knobs.qps = 20
    codes = [await client.send("cidElse==") for _ in range(21)]
    assert codes[-1] == "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi"
    client.clock.forward(timedelta(seconds=2))
    client.server.knobs.instead[SEND] = [(403, "<html>punish</html>", False), (504, "late", True)]
    headers = {"x-acs-dingtalk-access-token": await client.token()}
    body = {**ROBOT, "openConversationId": GROUP, "msgKey": "sampleText"}
    body["msgParam"] = '{"content": "x"}'
    for status, count in ((403, 0), (504, 1)):
        async with client.session.post(SEND, json=body, headers=headers) as answer:
            assert answer.status == status
        assert len(client.server.seen("message", GROUP)) == count


async def test_files_that_people_sent(client: Client) -> None:
    path = "/v1.0/robot/messageFiles/download"
    client.server.files = {"dc": b"GIF89a", "old": b"x"}
    client.server.knobs.expired_codes = {"old"}
    auth, code = "invalidParameter.robotCode.auth", "invalidParameter.robotCode.downloadCode"
    assert await client.call(path, {"robotCode": "x", "downloadCode": "dc"}) == auth
    assert await client.call(path, {**ROBOT, "downloadCode": "old"}) == code
    url = (await client.call(path, {**ROBOT, "downloadCode": "dc"}))["downloadUrl"]
    where = url.removeprefix(client.server.base)
    assert ".file?" in where
    async with client.session.get(where) as answer:
        assert await answer.read() == b"GIF89a"
    client.clock.forward(timedelta(hours=2))
    async with client.session.get(where) as answer:
        assert answer.status == 403


async def test_the_old_interface_says_200_and_numbers_as_strings(client: Client) -> None:
    client.server.knobs.strings = True
    path = f"/topapi/v2/user/get?access_token={await client.token()}"
    async with client.session.post(path, json={"userid": "99"}) as answer:
        assert answer.status == 200
        assert (await answer.json())["errcode"] == "60121"
    assert (await client.bare(path, {"userid": "01"}))["result"]["active"] == "true"


@pytest.mark.parametrize("path", ["/v1.0/im/group/create", "/robot/send", "/topapi/v2/user/get"])
async def test_by_the_wrong_method_nothing_is_there(client: Client, path: str) -> None:
    async with client.session.get(path) as answer:
        assert answer.status == 404
