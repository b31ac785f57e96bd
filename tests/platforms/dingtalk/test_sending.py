"""What DingTalk refuses, delays or reaches nobody with: said later, another way, or told."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest

from bot.domain.chat import ChatRef
from bot.domain.company import Person
from bot.platforms.base import Later, Mention, Outgoing, Refused
from storage.attention import set_aside
from tests.dingtalk_house import OPERATIONS, PEOPLE, SEND, SERVICE, DingTalkHouse, open_dingtalk
from tests.house import COLD, OUTAGE


@pytest.mark.parametrize(
    ("status", "body", "minutes"),
    [
        (403, {"code": "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi"}, 0.1),
        (200, "<html>punish</html>", 6),
        (200, {"status": 1111, "wait": 5, "punish": "deny"}, 6),
        (400, {"code": "send.too.fast"}, 2),
        (500, {"code": "system.error"}, 1),
        (504, "timeout", 1),
        (429, {"message": "slow down"}, 2),
    ],
)
async def test_what_could_not_be_sent_is_sent_later(
    house: DingTalkHouse, status: int, body: Any, minutes: float
) -> None:
    house.server.knobs.instead[SEND] = [(status, body, False)]
    await house.say(SERVICE, "客服甲", COLD)
    assert not house.heard_in(OPERATIONS)
    await house.forward(minutes=minutes)
    assert "#1" in house.heard_in(OPERATIONS)[0]["text"]
    assert len(house.heard_in(OPERATIONS)) == 1


async def test_every_new_token_is_refused_for_a_while(house: DingTalkHouse) -> None:
    """One new token for each try and no more; what had to be said is said later."""
    bad = (400, {"code": "InvalidAuthentication"}, False)
    house.server.knobs.instead[SEND] = [bad, bad]
    await house.say(SERVICE, "客服甲", COLD)
    assert not house.heard_in(OPERATIONS)
    assert house.server.calls.count("/v1.0/oauth2/accessToken") == 2
    await house.forward(minutes=1)
    assert len(house.heard_in(OPERATIONS)) == 1


@pytest.mark.parametrize(
    "said",
    [{"sub_code": "60020", "errmsg": "ip not in white list"},
     {"errmsg": "ding talk error[subcode=60011,submsg=应用尚未开通所需的权限]"}],
)  # fmt: skip
async def test_a_permission_that_looks_like_a_token(house: DingTalkHouse, said: Any) -> None:
    """88 is said to both; a new token would not help."""
    before = house.server.calls.count("/v1.0/oauth2/accessToken")
    house.server.knobs.instead["/topapi/v2/user/get"] = [(200, {"errcode": 88, **said}, False)]
    with pytest.raises((Refused, Later), match="subcode=600"):
        await house.platform.rest.old("/topapi/v2/user/get", {"userid": "0101"})
    assert house.server.calls.count("/v1.0/oauth2/accessToken") == before + 1


async def test_a_group_that_has_heard_it_does_not_hear_it_twice(house: DingTalkHouse) -> None:
    """The single messages that must ring have to wait; the words in the group stand already."""
    fast = (403, {"code": "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi"}, False)
    house.server.knobs.instead["/v1.0/robot/oToMessages/batchSend"] = [fast, fast]
    await house.say(SERVICE, "客服甲", COLD)
    assert not house.heard_in(PEOPLE["运行甲"])
    await house.forward(minutes=1)
    assert len(house.heard_in(OPERATIONS)) == 1
    assert len(house.heard_in(PEOPLE["运行甲"])) == 1


async def test_a_revoked_token_is_fetched_anew(house: DingTalkHouse) -> None:
    await house.say(SERVICE, "客服甲", COLD)
    house.server.revoke_token()
    await house.say(SERVICE, "客服甲", "阳光花园6号楼1单元301 13512345678 家里不热")
    assert len(house.heard_in(OPERATIONS)) == 2
    assert house.server.calls.count("/v1.0/oauth2/accessToken") == 2


async def test_what_reaches_nobody_is_told(house: DingTalkHouse) -> None:
    """The robot was put out of the group, and nobody has an account: on record, and told."""
    house.server.groups[OPERATIONS].robots.clear()
    house.server.people.clear()
    await house.say(SERVICE, "客服甲", COLD)
    (told,) = (m["text"] for m in house.heard_in(SERVICE)[1:] if "没送到" in m["text"])
    assert "没送到「运行群」（机器人不在这个群里，或群解散了：加回去" in told
    async with house.running.storage.reading() as queries:
        assert "delivery_failed" in [e.what for e in await queries.timeline(1)]


async def test_why_nobody_was_reached_names_the_group_first_and_the_lack_after_it(
    house: DingTalkHouse,
) -> None:
    """Whoever looks at what was set aside reads what he can mend, in his own language."""
    house.server.groups[OPERATIONS].robots.clear()
    house.server.knobs.denied = {"/v1.0/robot/oToMessages/batchSend"}
    await house.say(SERVICE, "客服甲", COLD)
    (lost,) = (row for row in (await set_aside(house.running.storage))[0] if row.ticket == 1)
    group, singles = lost.reason.split("；")
    assert group.startswith("机器人不在这个群里")
    assert singles.startswith("单聊也没送到任何人：应用缺权限 the_scope")


async def test_a_group_that_can_not_be_rung_tells_its_lack_once(house: DingTalkHouse) -> None:
    house.server.knobs.denied = {"/v1.0/robot/oToMessages/batchSend"}
    await house.say(SERVICE, "客服甲", COLD)
    (lost,) = (row for row in (await set_aside(house.running.storage))[0] if row.ticket == 1)
    assert lost.reason.count("the_scope") == 1


async def test_a_lost_emergency_group_is_called_by_its_title(house: DingTalkHouse) -> None:
    await house.say(SERVICE, "客服甲", OUTAGE)
    (room,) = (g for g in house.server.groups.values() if g.name.startswith("应急"))
    room.robots.clear()
    house.server.people.clear()
    await house.forward(minutes=20)
    told = [m["text"] for m in house.heard_in(SERVICE)]
    assert any("的应急群「应急 #1" in text for text in told)
    assert not any("cid" in text for text in told)


async def test_a_call_that_reaches_nobody_is_told(house: DingTalkHouse) -> None:
    """Neither DING nor a single message: whoever should have been called is named."""
    house.server.knobs.ding_types = set()
    house.server.people.clear()
    await house.say(SERVICE, "客服甲", OUTAGE)
    told = [m["text"] for m in house.heard_in(SERVICE) if "没送到" in m["text"]]
    assert any("运行甲、运行乙、运行主任、值班领导" in text for text in told)


async def test_words_their_moderation_refuses_become_a_neutral_line(house: DingTalkHouse) -> None:
    house.server.knobs.instead[SEND] = [(400, {"code": "contain.notAllowed.text"}, False)]
    await house.say(SERVICE, "客服甲", COLD)
    assert "#1" in house.heard_in(OPERATIONS)[0]["text"]
    assert "阳光花园" not in house.heard_in(OPERATIONS)[0]["text"]


async def test_the_same_answer_address_is_never_a_strangers(house: DingTalkHouse) -> None:
    """An address of another host is not believed: no words of ours go there."""
    await house.say(SERVICE, "客服甲", COLD, sessionWebhook="http://169.254.169.254/x")
    assert house.heard_in(SERVICE)[0]["way"] == "group"


async def test_a_long_answer_comes_in_parts(house: DingTalkHouse) -> None:
    """Cut between lines; each part says whose it is, and holds what JSON makes longer."""
    text = "\n".join(f'{i} "阳光花园"\\不热' * 3 for i in range(600))
    message = Outgoing(text, meta={"ticket": 7})
    await house.platform.send(ChatRef("dingtalk", SERVICE), message, "k", house.clock.now())
    parts = [m["text"] for m in house.heard_in(SERVICE)]
    assert len(parts) > 1
    assert all(part.startswith("#7（续）") for part in parts[1:])
    assert "\n".join(part.removeprefix("#7（续）") for part in parts) == text


@pytest.mark.parametrize("after", ["ding/send", "settle"])
async def test_a_call_by_a_lower_way_is_made_once(house: DingTalkHouse, after: str) -> None:
    """Phone is closed, SMS rang, and the row is tried again: nobody is called a second time."""
    house.server.knobs.ding_types = {1, 2}
    if after == "ding/send":
        later = (403, {"code": "Forbidden.AccessDenied.QpsLimitForApi"}, False)
        closed = (400, {"code": "ding.serverquota.insufficient"}, False)
        house.server.knobs.instead["/v1.0/robot/ding/send"] = [closed, later]
    to = [Mention("0203", "运行主任")]
    platform, now = house.platform, house.clock.now()
    for _ in range(3):
        with suppress(Later):
            await platform.call("phone", to, "超时", {"ticket": 1, "rule": "R3.3.2"}, "k", now)
    assert [c["level"] for c in house.server.seen("call")] == ["sms"]


async def test_whom_a_call_missed_gets_words_and_the_others_no_second_call(
    house: DingTalkHouse,
) -> None:
    to = [Mention("0203", "运行主任"), Mention("9999", "未激活")]
    await house.platform.call("phone", to, "超时", {"ticket": 1}, "k", house.clock.now())
    assert [c["to"] for c in house.server.seen("call")] == [["0203"]]


async def test_who_never_spoke_to_the_robot_gets_a_work_notice(sqlite_url: str) -> None:
    async with open_dingtalk(sqlite_url, agent_id=1234) as house:
        path = "/v1.0/robot/oToMessages/batchSend"
        unknown = (200, {"processQueryKey": "k", "invalidStaffIdList": [PEOPLE["运行甲"]]}, False)
        house.server.knobs.instead[path] = [unknown]
        await house.say(SERVICE, "客服甲", COLD)
        (told,) = house.heard_in(PEOPLE["运行甲"])
        assert told["way"] == "notice"
        assert "新投诉 #1" in told["text"]


async def test_numbers_and_truths_in_strings_mean_the_same(sqlite_url: str) -> None:
    """As the samples of the old interface show them: "0", "true"."""
    async with open_dingtalk(sqlite_url, webhooks=True) as house:
        house.server.knobs.strings = True
        house.server.departments[2] = {"name": "班组", "parent_id": 1}
        for number in range(150):
            house.server.add_person(f"1{number:03}", f"员工{number}", 2)
        found = await house.platform.find_people([Person("员工149", "员工149", {})])
        assert found == {"员工149": "1149"}
        await house.say(SERVICE, "客服甲", COLD)
        assert house.heard_in(OPERATIONS)[0]["way"] == "webhook"
        assert not await house.platform.mistakes()
