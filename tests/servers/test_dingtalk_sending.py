"""What the scripted DingTalk lets a robot say, make and call, and how often."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.servers.dingtalk.gateway import CARDS
from tests.servers.dingtalk_caller import CARD, GROUP, ROBOT, SEND, Caller, card


async def test_a_group_message(caller: Caller) -> None:
    for param, code in (
        ({"content": "x" * 15_001}, "invalidParameter.msgParam.tooLong"),
        ({"text": "x"}, "miss.param.content"),
    ):
        assert await caller.send(**param) == code
    assert await caller.send("cidElse==") == "resource.not.found"
    body = {**ROBOT, "openConversationId": GROUP, "msgKey": "sampleText"}
    assert await caller.call(SEND, {**body, "msgParam": {"content": "x"}}) == (
        "invalidParameter.msgParam.invalid"
    )
    assert await caller.call(SEND, {**body, "msgParam": "no json"}) == (
        "invalidParameter.msgParam.invalid"
    )
    assert await caller.call(SEND, {**body, "msgKey": "x", "msgParam": "{}"}) == (
        "invalidParameter.msgKey.invalid"
    )
    image = {**body, "msgKey": "sampleImageMsg", "msgParam": '{"photoURL": "@lADnone"}'}
    assert await caller.call(SEND, image) == "miss.param.file"
    assert "processQueryKey" in await caller.send(content="@01 去看")
    assert caller.server.seen("message", GROUP)[-1]["rung"] == []
    for _ in range(19):
        await caller.send()
    assert await caller.send() == "send.too.fast"
    caller.server.groups[GROUP].dissolved = True
    assert await caller.send() == "group.disbanded"


async def test_a_robots_webhook(caller: Caller) -> None:
    path, said = "/robot/send?access_token=hook", {"msgtype": "text", "text": {"content": "投诉"}}
    group = caller.server.groups[GROUP]
    group.keywords = ("值守",)
    assert (await caller.bare(path, said))["errcode"] == 310000
    group.keywords = ()
    async with caller.session.post(path, data=b"x=1") as answer:
        assert (await answer.json())["errcode"] in (40035, 43004)
    for _ in range(2):
        assert (await caller.bare(path, {**said, "msgUuid": "u1"}))["errcode"] == 0
    assert len(caller.server.seen("message", GROUP)) == 1
    long = {"msgtype": "text", "text": {"content": "热" * 7_000}}
    assert (await caller.bare(path, long))["errcode"] == 460101
    for _ in range(17):
        await caller.bare(path, said)
    assert (await caller.bare(path, said))["errcode"] == 130101
    caller.clock.forward(timedelta(minutes=9))
    assert (await caller.bare(path, said))["errcode"] == 130101
    caller.clock.forward(timedelta(minutes=2))
    assert (await caller.bare(path, said))["errcode"] == 0
    group.webhook_secret = "SECx"
    assert (await caller.bare(f"{path}&timestamp=1790000000&sign=x", said))["errcode"] == 310000


async def test_a_card(caller: Caller) -> None:
    caller.server.templates, caller.server.unpublished_templates = {"a.schema"}, {"b.schema"}
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
        assert await caller.call(CARD, card(**wrong)) == code
    made = await caller.call(CARD, card())
    assert made["result"]["deliverResults"][0]["success"]
    assert await caller.call(CARD, card()) == "param.cardAlreadyExist"
    # Success, and nobody has it.
    away = await caller.call(CARD, card("t2", openSpaceId="dtv1.card//IM_GROUP.cidElse=="))
    assert away["success"]
    assert not away["result"]["deliverResults"][0]["success"]
    # Without updating by key whatever is left out is gone.
    put = {"outTrackId": "t1", "cardData": {"cardParamMap": {"status": "已接单"}}}
    by_key = {"cardUpdateOptions": {"updateCardDataByKey": True}}
    await caller.call("/v1.0/card/instances", {**put, **by_key}, "PUT")
    assert caller.server.cards["t1"]["params"].keys() == {"title", "ticket", "status"}
    await caller.call("/v1.0/card/instances", put, "PUT")
    assert caller.server.cards["t1"]["params"].keys() == {"status"}


async def test_a_cards_button(caller: Caller) -> None:
    """Without STREAM it leads nowhere; what is answered changes the presser's own view."""
    await caller.call(CARD, card("t0", callbackType=None))
    await caller.server.press("t0", "01", "接单")
    assert caller.server.seen("press_lost")
    socket = await caller.open(CARDS)
    await caller.call(CARD, card())
    for answer, error in (
        ({"cardData": {"cardParamMap": {"status": "已接单"}},
          "userPrivateData": {"cardParamMap": {"can": "false"}}}, False),
        ({"text": "好"}, True),
    ):  # fmt: skip
        await caller.server.press("t1", "01", "接单")
        push = (await socket.receive_json(timeout=10))["headers"]["messageId"]
        await caller.answer(socket, push, {"response": answer})
        assert bool(caller.server.seen("card_error_shown")) is error
    assert caller.server.cards["t1"]["views"] == {"01": {"status": "已接单", "can": "false"}}
    assert "status" not in caller.server.cards["t1"]["params"]


async def test_groups(caller: Caller) -> None:
    create = "/v1.0/im/group/create"
    body = {"name": "应急", "owner": "01", "useridlist": ["01", "02"]}
    refused = "permession.checkFailed"
    assert await caller.call(create, {**body, "owner": "99", "useridlist": ["99"]}) == refused
    assert await caller.call(create, {**body, "name": "应" * 21}) == "parameter.invalid"
    one, two = await caller.call(create, body), await caller.call(create, body)
    assert one["openConversationId"] != two["openConversationId"]  # nothing tells a repetition
    assert await caller.send(one["openConversationId"]) == "resource.not.found"  # no robot in it
    add = {**ROBOT, "openConversationId": one["openConversationId"]}
    for knob, answer in (
        ("missing", "InvalidAction.NotFound"), ("refused", {"result": False}),
        ("lies", {"result": True}),
    ):  # fmt: skip
        caller.server.knobs.robot_add = knob
        assert await caller.call("/v1.0/robot/groups/orgRobots/add", add) == answer
        asked = {"openConversationId": one["openConversationId"]}
        listed = await caller.call("/v1.0/robot/groups/robots/query", asked)
        assert listed == {"chatbotInstanceVOList": []}


async def test_ding(caller: Caller) -> None:
    path, body = "/v1.0/robot/ding/send", {**ROBOT, "content": "x", "receiverUserIdList": ["01"]}
    caller.server.knobs.packs = {3: 1}
    many = [f"{n}" for n in range(21)]
    over = {**body, "remindType": 2, "receiverUserIdList": many}
    assert await caller.call(path, over) == "ding.receivercount.limit"
    assert "openDingId" in await caller.call(path, {**body, "remindType": 3})
    assert await caller.call(path, {**body, "remindType": 3}) == "ding.serverquota.insufficient"
    some = await caller.call(path, {**body, "remindType": 1, "receiverUserIdList": ["01", "99"]})
    assert list(some["failedList"].values()) == [["99"]]


async def test_the_months_quotas(caller: Caller) -> None:
    caller.server.knobs.calls_left, caller.server.knobs.messages_left = 1, 1
    assert "processQueryKey" in await caller.send()
    assert await caller.send() == "Forbidden.AccessDenied.ApiCountLimitForOrg"
    assert await caller.old("/topapi/v2/user/get", {"userid": "01"})  # the directory is free
    notice = {"agent_id": 1234, "userid_list": "01", "msg": {"text": {"content": "x"}}}
    assert await caller.old("/topapi/message/corpconversation/asyncsend_v2", notice) == 90020
    assert "text" in await caller.server.say(GROUP, "01", "不热")
    over = await caller.server.say(GROUP, "01", "不热")
    assert over["errorCode"] == "20001"
    assert "text" not in over


async def test_twenty_calls_a_second_a_ban_and_a_time_out_after_the_work(caller: Caller) -> None:
    caller.server.knobs.qps = 20
    codes = [await caller.send("cidElse==") for _ in range(21)]
    assert codes[-1] == "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi"
    caller.clock.forward(timedelta(seconds=2))
    caller.server.knobs.instead[SEND] = [(403, "<html>punish</html>", False), (504, "late", True)]
    headers = {"x-acs-dingtalk-access-token": await caller.token()}
    body = {**ROBOT, "openConversationId": GROUP, "msgKey": "sampleText"}
    body["msgParam"] = '{"content": "x"}'
    for status, count in ((403, 0), (504, 1)):
        async with caller.session.post(SEND, json=body, headers=headers) as answer:
            assert answer.status == status
        assert len(caller.server.seen("message", GROUP)) == count


async def test_files_that_people_sent(caller: Caller) -> None:
    path = "/v1.0/robot/messageFiles/download"
    caller.server.files = {"dc": b"GIF89a", "old": b"x"}
    caller.server.knobs.expired_codes = {"old"}
    auth, code = "invalidParameter.robotCode.auth", "invalidParameter.robotCode.downloadCode"
    assert await caller.call(path, {"robotCode": "x", "downloadCode": "dc"}) == auth
    assert await caller.call(path, {**ROBOT, "downloadCode": "old"}) == code
    url = (await caller.call(path, {**ROBOT, "downloadCode": "dc"}))["downloadUrl"]
    where = url.removeprefix(caller.server.base)
    assert ".file?" in where
    async with caller.session.get(where) as answer:
        assert await answer.read() == b"GIF89a"
    caller.clock.forward(timedelta(hours=2))
    async with caller.session.get(where) as answer:
        assert answer.status == 403


async def test_the_old_interface_says_200_and_numbers_as_strings(caller: Caller) -> None:
    caller.server.knobs.strings = True
    path = f"/topapi/v2/user/get?access_token={await caller.token()}"
    async with caller.session.post(path, json={"userid": "99"}) as answer:
        assert answer.status == 200
        assert (await answer.json())["errcode"] == "60121"
    assert (await caller.bare(path, {"userid": "01"}))["result"]["active"] == "true"


@pytest.mark.parametrize("path", ["/v1.0/im/group/create", "/robot/send", "/topapi/v2/user/get"])
async def test_by_the_wrong_method_nothing_is_there(caller: Caller, path: str) -> None:
    async with caller.session.get(path) as answer:
        assert answer.status == 404
