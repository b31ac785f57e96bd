"""What DingTalk does wrong, and what becomes of it: nothing lost, nothing twice."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.chat import ChatRef, Incoming
from bot.domain.company import Person
from bot.platforms.attachments import name_of
from bot.platforms.base import Later, Mention, Outgoing, PlatformError, Refused
from bot.platforms.dingtalk.quota import TIGHT, Quota
from bot.platforms.forgetful import Forgetful
from bot.vendors import VendorService
from storage.migrate import migrate
from storage.rows import NewOutbox
from tests.dingtalk_house import OPERATIONS, PEOPLE, SERVICE, DingTalkHouse, open_dingtalk
from tests.house import COLD, LEAK, OUTAGE

SEND = "/v1.0/robot/groupMessages/send"


@pytest.fixture
async def house(sqlite_url: str) -> AsyncIterator[DingTalkHouse]:
    async with open_dingtalk(sqlite_url) as opened:
        yield opened


async def test_a_redelivered_message_makes_one_ticket(house: DingTalkHouse) -> None:
    """The same msgId under another push id, as it comes when an acknowledgement was late."""
    said = await house.server.say(SERVICE, PEOPLE["客服甲"], COLD)
    await house.server.push("/v1.0/im/bot/messages/get", said, "again-1")
    await house.until(lambda: "again-1" in house.server.acknowledged)
    await house.running.drain()
    assert await house.count() == 1
    assert len(house.heard_in(SERVICE)) == 1


async def test_nothing_is_acknowledged_before_it_is_kept(house: DingTalkHouse) -> None:
    """The process dies between: they bring it again, and it is one ticket."""
    door = house.platform.on_incoming
    assert door is not None
    broken = True

    async def sometimes(*incoming: Incoming) -> object:
        if broken:
            raise OSError("the disk is full")
        return await door(*incoming)

    house.platform.on_incoming = sometimes
    house.server.knobs.redeliver_after = 0.05
    before = len(house.server.acknowledged)
    await house.server.say(SERVICE, PEOPLE["客服甲"], COLD)
    await house.server.tell_event("something_new")
    marker = house.server.last_push
    await house.until(lambda: marker in house.server.acknowledged)
    assert house.server.acknowledged[before:] == [marker]
    broken = False
    await house.until(lambda: len(house.server.acknowledged) > before + 1)
    await house.running.drain()
    assert await house.count() == 1


async def test_a_warm_hand_over(house: DingTalkHouse) -> None:
    """A new socket stands before the old one goes; what comes on either is heard."""
    old = house.server.sockets[0]
    await house.server.disconnect()
    await house.until(lambda: bool(house.server.sockets))
    assert not old.closed
    await house.say(SERVICE, "客服甲", COLD)
    house.server.sockets.append(old)
    await house.say(SERVICE, "客服甲", LEAK)
    house.server.sockets.remove(old)
    await house.server.finish_disconnect()
    assert await house.count() == 2


async def test_a_cut_socket_is_opened_again(house: DingTalkHouse) -> None:
    house.server.cut()
    await house.until(lambda: bool(house.server.sockets))
    await house.say(SERVICE, "客服甲", COLD)
    assert await house.count() == 1


async def test_a_silent_socket_is_given_up(sqlite_url: str) -> None:
    """Half-open: nothing comes and nothing says so."""
    async with open_dingtalk(sqlite_url) as house:
        # The house was opened with five seconds of patience; the stream is started with less.
        await house.platform.stop()
        house.platform._timing = {"silence": 0.05, "first_wait": 0.01}
        house.server.sockets.clear()
        opened = house.server.calls.count("/v1.0/gateway/connections/open")
        house.platform.start()
        calls = house.server.calls
        await house.until(lambda: calls.count("/v1.0/gateway/connections/open") > opened + 1)


async def test_a_gateway_that_refuses_is_asked_again(house: DingTalkHouse) -> None:
    house.server.knobs.gateway_down = True
    house.server.cut()
    calls = house.server.calls
    asked = calls.count("/v1.0/gateway/connections/open")
    await house.until(lambda: calls.count("/v1.0/gateway/connections/open") > asked + 1)
    house.server.knobs.gateway_down = False
    await house.until(lambda: bool(house.server.sockets))


@pytest.mark.parametrize(
    ("status", "body"), [(200, "<xml/>"), (200, {}), (200, {"endpoint": "ws://x"}), (401, {})]
)
async def test_a_gateway_that_answers_nonsense_is_asked_again(
    house: DingTalkHouse, status: int, body: Any
) -> None:
    house.server.knobs.instead["/v1.0/gateway/connections/open"] = [(status, body, False)]
    house.server.cut()
    await house.until(lambda: bool(house.server.sockets))
    await house.say(SERVICE, "客服甲", COLD)
    assert await house.count() == 1


async def test_a_gateway_that_sends_everybody_away_is_asked_ever_less_often(
    sqlite_url: str,
) -> None:
    """`disconnect` as the first word on every socket: no storm of new ones."""
    async with open_dingtalk(sqlite_url, first_wait=0.1) as house:
        used, begun = house.server.tickets_used, asyncio.get_running_loop().time()
        for count in range(1, 4):
            await house.server.disconnect()
            await house.until(lambda more=count: house.server.tickets_used >= used + more)  # type: ignore[misc]
        assert asyncio.get_running_loop().time() - begun > 0.1 * (1 + 2)
        await house.say(SERVICE, "客服甲", COLD)
        assert await house.count() == 1


async def test_a_message_without_a_push_id_is_heard(house: DingTalkHouse) -> None:
    """Every field of a frame's header may be missing; it can't be acknowledged then."""
    envelope = house.server.envelope(SERVICE, PEOPLE["客服甲"])
    said = json.dumps({**envelope, "msgtype": "text", "text": {"content": COLD}})
    frame = {"type": "CALLBACK", "header": {"topic": "/v1.0/im/bot/messages/get"}, "data": said}
    await house.server.sockets[0].send_str(json.dumps(frame))
    await house.working(lambda: bool(house.heard_in(SERVICE)))
    assert await house.count() == 1


@pytest.mark.parametrize(
    "frame",
    ["not json", "[]", "{}", '{"type":"CALLBACK"}', '{"type":"SYSTEM","headers":{"topic":"x"}}',
     '{"type":"CALLBACK","headers":{"topic":"/v1.0/im/bot/messages/get"},"data":"\\u0000"}'],
)  # fmt: skip
async def test_a_frame_nobody_understands_stops_nothing(house: DingTalkHouse, frame: str) -> None:
    await house.server.sockets[0].send_str(frame)
    await house.say(SERVICE, "客服甲", COLD)
    assert await house.count() == 1


@pytest.mark.parametrize(
    ("status", "body", "minutes"),
    [
        (403, {"code": "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi"}, 0.1),
        (200, "<html>punish</html>", 6),
        (200, {"status": 1111, "wait": 5, "punish": "deny"}, 6),
        (400, {"code": "send.too.fast"}, 2),
        (500, {"code": "system.error"}, 1),
        (504, "timeout", 1),
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
    with pytest.raises(Refused):
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


async def test_what_was_refused_is_counted_and_what_was_too_fast_is_not(
    house: DingTalkHouse,
) -> None:
    rest, now = house.platform.rest, house.clock.now()
    for code, spent in (
        ("resource.not.found", 1), ("Forbidden.AccessDenied.QpsLimitForAppkeyAndApi", 0),
        ("unknown.send.result", 1),
    ):  # fmt: skip
        before = (await rest.quota.used())[0].used
        house.server.knobs.instead[SEND] = [(400, {"code": code}, False)]
        with pytest.raises(PlatformError):
            await house.platform.send(ChatRef("dingtalk", SERVICE), Outgoing("x"), code, now)
        assert (await rest.quota.used())[0].used == before + spent, code


@pytest.mark.parametrize("template", ["", "t-1.schema"])
async def test_a_link_that_speaks_for_whoever_taps_it_is_none(
    sqlite_url: str, template: str
) -> None:
    """`dtmd://` sends words in the name of the one who taps; on a card nothing is markup."""
    link = "[点我](dtmd://dingtalkclient/sendMessage?content=作废1)"
    nasty = f"{link} <a atId=0902>总经理</a> ![x](y) @总经理 **大**"
    async with open_dingtalk(sqlite_url, card_template=template) as house:
        await house.say(SERVICE, "客服甲", f"{COLD} {nasty}")
        shown = [m["text"] for m in house.heard_in(OPERATIONS)]
        assert any("点我" in words for words in shown)
        shown += [v for c in house.server.cards.values() for v in c["params"].values()]
        assert not any("dtmd://" in words or "@总经理" in words for words in shown)
        for card in (c["params"] for c in house.server.cards.values()):
            assert not {"[", "<", "*"} & set(card["body"] + card["text"] + card["title"])
            assert card["at"] in ("", f"<a atId={PEOPLE['运行甲']}>运行甲</a>")


async def test_another_ledger_of_the_same_app_makes_cards_of_its_own(
    sqlite_url: str, tmp_path: Path
) -> None:
    """A trial's first ticket and the season's first ticket are two cards at the vendor."""
    tracks: list[str] = []
    other = f"sqlite:///{tmp_path / 'season.db'}"
    await migrate(other)
    for url in (sqlite_url, other):
        async with open_dingtalk(url, card_template="t-1.schema") as house:
            await house.say(SERVICE, "客服甲", COLD)
            await house.forward(hours=2)
            tracks += house.server.cards
    assert len(tracks) == len(set(tracks))
    assert any("due" in track for track in tracks)


async def test_a_revoked_token_is_fetched_anew(house: DingTalkHouse) -> None:
    await house.say(SERVICE, "客服甲", COLD)
    house.server.revoke_token()
    await house.say(SERVICE, "客服甲", "阳光花园6号楼1单元301 13512345678 家里不热")
    assert len(house.heard_in(OPERATIONS)) == 2
    assert house.server.calls.count("/v1.0/oauth2/accessToken") == 2


async def test_a_used_up_quota_leaves_the_ways_that_cost_nothing(sqlite_url: str) -> None:
    async with open_dingtalk(sqlite_url, webhooks=True) as house:
        house.server.knobs.quota_used = True
        await house.say(SERVICE, "客服甲", COLD)
        assert house.heard_in(SERVICE)[0]["way"] == "session"
        assert house.heard_in(OPERATIONS)[0]["way"] == "webhook"
        await house.say(SERVICE, "客服甲", OUTAGE)
        assert any("#2" in m["text"] for m in house.heard_in(OPERATIONS))
        assert (await house.ticket(2)).group_chat is None


async def test_what_reaches_nobody_is_told(house: DingTalkHouse) -> None:
    """The robot was put out of the group, and nobody has an account: on record, and told."""
    house.server.groups[OPERATIONS].robots.clear()
    house.server.people.clear()
    await house.say(SERVICE, "客服甲", COLD)
    assert any("运行群" in m["text"] for m in house.heard_in(SERVICE)[1:])
    async with house.running.storage.reading() as queries:
        assert "delivery_failed" in [e.what for e in await queries.timeline(1)]


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


async def test_an_over_quota_push_without_text_is_answered(house: DingTalkHouse) -> None:
    await house.say(SERVICE, "客服甲", "", text=None, errorCode="20001", errorMessage="over quota")
    assert await house.count() == 0
    assert "额度用完了" in house.heard_in(SERVICE)[0]["text"]
    # The vendor knows what other apps have used: the administrator hears it, and it is shown.
    await house.working(lambda: bool(house.heard_in(PEOPLE["总经理"])))
    await house.say(SERVICE, "客服甲", "", text=None, errorCode="20001", errorMessage="over quota")
    (told,) = house.heard_in(PEOPLE["总经理"])  # both marks passed at once are told as one
    assert "消息已用完（3000/3000 次）" in told["text"]


async def test_calls_that_other_apps_have_used_up(house: DingTalkHouse) -> None:
    house.server.knobs.quota_used = True
    await house.say(SERVICE, "客服甲", COLD)
    calls = (await house.platform.usage())[0]
    assert calls.used >= calls.limit
    assert house.platform.is_thrifty


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


async def test_a_quota_that_runs_low_is_told_once_and_spent_on_what_matters(
    sqlite_url: str,
) -> None:
    """At 70 and 90 %; from 80 % on an answer takes a way that costs nothing."""
    async with open_dingtalk(
        sqlite_url, card_template="t-1.schema", webhooks=True, monthly_calls=10
    ) as house:
        for i in range(4):
            await house.say(
                SERVICE, "客服甲", f"幸福里{i}号楼1单元101 139123400{i:02d} 家里不热，投诉"
            )
        await house.working(lambda: len(house.heard_in(PEOPLE["总经理"])) == 2)
        told = [m["text"] for m in house.heard_in(PEOPLE["总经理"])]
        assert len(told) == 2
        assert "/10 次" in told[0]
        assert "日用完" in told[0]
        quota = house.platform.rest.quota
        assert quota.part >= TIGHT
        before = (await quota.used())[0].used
        await house.say(SERVICE, "客服甲", "今日")
        assert house.heard_in(SERVICE)[-1]["way"] == "session"
        assert (await quota.used())[0].used == before
        await house.say(SERVICE, "客服甲", OUTAGE)
        assert house.server.seen("group_created")


@pytest.mark.parametrize(
    ("day", "used", "ends"), [(11, 1000, None), (11, 2500, 21), (1, 0, None), (30, 4999, 30)]
)
async def test_a_forecast(day: int, used: int, ends: int | None) -> None:
    at = datetime(2026, 11, day, tzinfo=UTC) - timedelta(hours=8)
    memory = Forgetful()
    quota = Quota({"calls": 5000}, memory, lambda: at)

    async def counted(counts: dict[str, int]) -> dict[str, int]:
        return dict.fromkeys(counts, used)

    memory.add = counted  # type: ignore[method-assign]
    assert (await quota.used())[0].ends == ends


async def test_pictures_are_kept_and_only_pictures(sqlite_url: str, tmp_path: Path) -> None:
    """By what they are; from the vendor's own hosts only."""
    files = tmp_path / "files"
    async with open_dingtalk(sqlite_url, files=files) as house:
        house.server.files = {"dc1": b"\x89PNG\r\n\x1a\n" + b"0" * 100, "dc2": b"MZ program"}
        content = {"richText": [{"text": COLD}, {"type": "picture", "downloadCode": "dc1"},
                                {"type": "picture", "downloadCode": "dc2"},
                                {"type": "picture", "downloadCode": "expired"}]}  # fmt: skip
        await house.say(SERVICE, "客服甲", "", msgtype="richText", content=content)
        assert await house.count() == 1
        kept = files / f"{name_of('dc1')}.png"
        await house.until(kept.exists)
        assert kept.read_bytes() == house.server.files["dc1"]
        # Only its sender can send again what will never come.
        await house.working(lambda: any("图片" in m["text"] for m in house.heard_in(SERVICE)))
        assert house.heard_in(SERVICE)[-1]["text"].startswith("2 个图片或文件没取到")
        assert [p.name for p in files.iterdir()] == [kept.name]


async def test_a_picture_that_comes_late_is_kept_and_nothing_is_said(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with open_dingtalk(sqlite_url, files=tmp_path) as house:
        house.server.files = {"dc1": b"GIF89a"}
        busy = (500, {"code": "system.error"}, False)
        house.server.knobs.instead["/v1.0/robot/messageFiles/download"] = [busy]
        await house.say(SERVICE, "客服甲", "", msgtype="picture", content={"downloadCode": "dc1"})
        await house.working((tmp_path / f"{name_of('dc1')}.gif").exists)
        assert not any("没取到" in m["text"] for m in house.heard_in(SERVICE))


@pytest.mark.parametrize(
    ("kind", "data", "ending"),
    [("video", b"\0\0\0\x18ftypmp42", "mp4"), ("file", b"%PDF-1.7", "pdf"),
     ("audio", b"#!AMR\n", "amr")],
)  # fmt: skip
async def test_what_a_person_sends_alone_is_kept_and_answered(
    sqlite_url: str, tmp_path: Path, kind: str, data: bytes, ending: str
) -> None:
    async with open_dingtalk(sqlite_url, files=tmp_path) as house:
        house.server.files = {"dc1": data}
        await house.say("cidSingle", "客服甲", "", msgtype=kind, content={"downloadCode": "dc1"})
        await house.working((tmp_path / f"{name_of('dc1')}.{ending}").exists)
        assert house.heard_in("cidSingle")


@pytest.mark.parametrize("kind", ["unknownMsgType", "interactiveCard", "somethingNew"])
async def test_what_nobody_knows_is_kept_and_answered(house: DingTalkHouse, kind: str) -> None:
    await house.say(SERVICE, "客服甲", "", msgtype=kind, text=None, content={"x": 1}, newField=[1])
    assert "没收到文字" in house.heard_in(SERVICE)[-1]["text"]


async def test_pictures_of_a_complaint_stand_on_its_timeline(house: DingTalkHouse) -> None:
    content = {"richText": [{"text": COLD}, {"type": "picture", "downloadCode": "dc1"}]}
    await house.say(SERVICE, "客服甲", "", msgtype="richText", content=content)
    await house.say(SERVICE, "客服甲", "查 1")
    assert "附图 1 张" in house.heard_in(SERVICE)[-1]["text"]


async def test_a_picture_from_elsewhere_is_not_fetched(sqlite_url: str, tmp_path: Path) -> None:
    async with open_dingtalk(sqlite_url, files=tmp_path / "files") as house:
        house.server.files = {"dc1": b"GIF89a"}
        house.server.knobs.file_host = (
            house.server.base.replace("127.0.0.1", "localhost") + "/oss/dc1"
        )
        content = {"downloadCode": "dc1"}
        await house.say(SERVICE, "客服甲", "", msgtype="picture", content=content)
        asked = house.server.calls
        await house.until(lambda: "/v1.0/robot/messageFiles/download" in asked)
        assert await house.count() == 1  # R2.2.1: a picture alone is a ticket for a person
        await house.say(SERVICE, "客服甲", "今日")
        assert "/oss/dc1" not in asked


async def test_a_card_made_without_an_answer_is_the_same_card(sqlite_url: str) -> None:
    async with open_dingtalk(sqlite_url, card_template="t-1.schema") as house:
        path = "/v1.0/card/instances/createAndDeliver"
        house.server.knobs.instead[path] = [(504, "timeout", True), (504, "timeout", True)]
        await house.say(SERVICE, "客服甲", COLD)
        await house.forward(minutes=1)
        (card,) = [m for m in house.heard_in(OPERATIONS) if "track" in m]
        assert len(house.heard_in(OPERATIONS)) == 1
        await house.press(card["track"], "运行甲", "接单")
        assert house.server.cards[card["track"]]["params"]["status"] == "已接单"


async def test_a_new_colleague_is_found_when_the_directory_tells(sqlite_url: str) -> None:
    async with open_dingtalk(sqlite_url) as house:
        storage = house.running.storage
        company = await storage.company()
        assert company is not None
        crew = company.departments["operations"]
        newcomer = Person("新来的", "新来的", {})
        await storage.save_company(
            replace(
                company,
                people={**company.people, "新来的": newcomer},
                departments={
                    **company.departments,
                    "operations": replace(crew, members=(*crew.members, "新来的")),
                },
            )
        )
        service = VendorService(house.platform, storage, settle=0)
        service.start()
        house.server.add_person("0777", "新来的")
        await house.server.tell_event("user_add_org")
        async with asyncio.timeout(10):
            while (await storage.company()).people["新来的"].ids != {"dingtalk": "0777"}:  # type: ignore[union-attr]
                await house.running.drain()
                await asyncio.sleep(0.01)
        await house.say(SERVICE, "客服甲", COLD)
        await house.say(OPERATIONS, "0777", "收到 1")
        assert (await house.ticket()).handler == "新来的"
        await service.stop()


async def test_a_card_whose_words_are_refused_rings_all_the_same(sqlite_url: str) -> None:
    async with open_dingtalk(sqlite_url, card_template="t-1.schema", webhooks=True) as house:
        path = "/v1.0/card/instances/createAndDeliver"
        unsafe = {"code": "param.contentUnsafe"}
        house.server.knobs.instead[path] = [(400, unsafe, False), (400, unsafe, False)]
        await house.say(SERVICE, "客服甲", COLD)
        (told,) = house.heard_in(OPERATIONS)
        assert "#1 有新消息" in told["text"]
        assert told["rung"] == [PEOPLE["运行甲"]]


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


async def test_an_event_that_was_not_kept_comes_again(house: DingTalkHouse) -> None:
    door = house.platform.on_incoming
    house.server.knobs.event_retries = (0.05, 0.05)

    async def broken(*incoming: Incoming) -> object:
        house.platform.on_incoming = door
        raise OSError("the disk is full")

    house.platform.on_incoming = broken
    await house.server.tell_event("chat_disband", {"openConversationId": OPERATIONS})
    await house.working(lambda: bool(house.heard_in(SERVICE)))
    assert house.server.seen("not_taken")


async def test_an_absurd_expiry_loses_no_message(house: DingTalkHouse) -> None:
    await house.say(SERVICE, "客服甲", COLD, sessionWebhookExpiredTime=10**30)
    assert await house.count() == 1


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


@pytest.mark.parametrize(("used", "said"), [(3000, True), (4100, False)])
async def test_late_in_the_month_what_a_card_tells_is_left_to_the_card(
    sqlite_url: str, used: int, said: bool
) -> None:
    async with open_dingtalk(sqlite_url, card_template="t-1.schema") as house:
        await house.say(SERVICE, "客服甲", COLD)
        quota = house.platform.rest.quota
        await house.platform.usage()
        quota._counts[quota._counter("calls")] = used
        before, now = len(house.heard_in(OPERATIONS)), house.clock.now()
        payload = {
            "kind": "progress", "template": "files_lost", "rule": None, "facts": {"count": 1},
            "mentions": [], "card": None, "pin": False,
        }  # fmt: skip
        row = NewOutbox(f"dingtalk:{OPERATIONS}", "message", "p1", payload, 3, now, now, ticket=1)
        async with house.running.storage.transaction() as transaction:
            unit = transaction.unit()
            unit.put(row)
            transaction.keep(unit)
        await house.running.drain()
        assert (len(house.heard_in(OPERATIONS)) > before) is said
        async with house.running.storage.reading() as queries:
            assert (await queries.counts())["outbox"].get("dropped", 0) == int(not said)
        # What must ring is said all the same.
        await house.say(SERVICE, "客服甲", OUTAGE)
        assert house.server.seen("group_created")
