"""The embedded platform: what it records, what it hands on, how it fails when told to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.chat import ChatRef, Incoming, Message, Press, Quote
from bot.platforms.base import (
    Button,
    Card,
    File,
    FormField,
    Later,
    Mention,
    Outgoing,
    Platform,
    Refused,
    Unknown,
)
from bot.platforms.local import BOT, LocalChats, LocalPlatform

NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
REPAIR = ChatRef("local", "repair")
WORKER = Mention("检修甲", "检修甲")
CARD = Card(
    ticket=3,
    title="3号工单",
    status="待接单",
    tone="warn",
    lines=(("地址", "阳光花园3号楼"),),
    buttons=(
        Button("已联系", "已联系", (FormField("promised", "约定时间", "time"),), primary=True),
    ),
)


def furnish(chats: LocalChats) -> LocalPlatform:
    for name in ("检修甲", "检修乙", "值班领导"):
        chats.add_person(name, name, "", "检修部")
    chats.add_group("repair", "检修群", ("检修甲", "检修乙"), NOW)
    return LocalPlatform(chats)


@pytest.fixture
def platform() -> LocalPlatform:
    return furnish(LocalChats())


def heard_by(platform: LocalPlatform) -> list[Incoming]:
    heard: list[Incoming] = []

    async def take(incoming: Incoming) -> None:
        heard.append(incoming)

    platform.on_incoming = take
    return heard


def test_it_is_a_platform(platform: LocalPlatform) -> None:
    spoken: Platform = platform
    assert (spoken.name, spoken.form) == ("local", "text")


async def test_a_message_is_posted_once_under_its_key(platform: LocalPlatform) -> None:
    outgoing = Outgoing("@检修甲 新工单", (WORKER,), CARD, pin=True, meta={"kind": "dispatched"})
    first = await platform.send(REPAIR, outgoing, "k1", NOW)
    again = await platform.send(REPAIR, outgoing, "k1", NOW)
    assert (first, again) == ("m1", "m1")
    assert [m.text for m in platform.chats.in_chat("repair")] == ["@检修甲 新工单"]
    assert platform.chats.groups["repair"].pinned == ("m1",)
    assert [h.event for h in platform.chats.transcript] == ["message", "pinned"]
    assert platform.chats.transcript[0].names == ("检修甲",)
    assert platform.chats.transcript[0].title == "检修群"


async def test_an_unknown_chat_is_refused(platform: LocalPlatform) -> None:
    for chat in (ChatRef("local", "nowhere"), ChatRef("dingtalk", "repair")):
        with pytest.raises(Refused, match="unknown chat"):
            await platform.send(chat, Outgoing("喂"), "k1", NOW)


async def test_a_card_changes_in_place_and_only_when_it_differs(platform: LocalPlatform) -> None:
    sent = await platform.send(REPAIR, Outgoing("新工单", card=CARD), "k1", NOW)
    await platform.update(REPAIR, sent, Outgoing("已接单"), "k2")
    await platform.update(REPAIR, sent, Outgoing("已接单"), "k2")
    posted = platform.chats.messages[sent]
    assert (posted.text, posted.card, posted.edited) == ("已接单", None, 1)
    assert [h.event for h in platform.chats.transcript] == ["message", "updated"]


async def test_only_the_bots_own_message_can_be_changed(platform: LocalPlatform) -> None:
    said = await platform.say("repair", "检修甲", "收到", NOW)
    for message_id in (said.message_id, "m99"):
        with pytest.raises(Refused):
            await platform.update(REPAIR, message_id, Outgoing("改"), "k1")


async def test_a_group_is_made_once_under_its_key_and_closed(platform: LocalPlatform) -> None:
    members = (WORKER, Mention("值班领导", "值班领导"), WORKER)
    made = await platform.make_group("应急3", members, "g", NOW)
    assert await platform.make_group("应急3", members, "g", NOW) == made
    group = platform.chats.groups[made.chat_id]
    assert (group.title, group.members) == ("应急3", ("检修甲", "值班领导"))
    for _ in range(2):
        await platform.close_group(made, "应急3（已结束）", "c", NOW)
    assert platform.chats.groups[made.chat_id].archived
    assert platform.chats.group_titled("应急3（已结束）") is not None
    assert [h.event for h in platform.chats.transcript] == ["group_created", "group_closed"]


async def test_groups_are_refused_for_the_reason_given(platform: LocalPlatform) -> None:
    platform.refuse_groups = "没有建群权限"
    with pytest.raises(Refused, match="没有建群权限"):
        await platform.make_group("应急3", (WORKER,), "g", NOW)
    platform.refuse_groups = None
    with pytest.raises(Refused, match="陌生人"):
        await platform.make_group("应急3", (Mention("x", "陌生人"),), "g", NOW)


async def test_a_call_is_made_once_under_its_key(platform: LocalPlatform) -> None:
    for _ in range(2):
        await platform.call("phone", (WORKER,), "3号工单超时", {"ticket": 3}, "c", NOW)
    assert [(c.level, c.to, c.text) for c in platform.chats.calls] == [
        ("phone", (WORKER,), "3号工单超时")
    ]
    assert platform.chats.transcript[-1].names == ("检修甲",)


async def test_faults_come_one_by_one(platform: LocalPlatform) -> None:
    platform.faults.extend([Later("限流", timedelta(seconds=5)), Unknown("断线")])
    with pytest.raises(Later):
        await platform.send(REPAIR, Outgoing("一"), "k1", NOW)
    assert platform.chats.in_chat("repair") == ()
    with pytest.raises(Unknown):
        await platform.send(REPAIR, Outgoing("一"), "k1", NOW)
    assert await platform.send(REPAIR, Outgoing("一"), "k1", NOW) == "m1"
    assert len(platform.chats.in_chat("repair")) == 1


async def test_what_is_said_comes_in_with_its_quote(platform: LocalPlatform) -> None:
    heard = heard_by(platform)
    sent = await platform.send(REPAIR, Outgoing("3号工单\n请接单"), "k1", NOW)
    await platform.say(
        "repair", "检修甲", "@投诉值守 收到 @检修乙", NOW, quote=sent, images=("/demo/files/a.png",)
    )
    assert heard == [
        Message(
            chat=REPAIR,
            message_id="m2",
            sender=heard[0].sender,  # type: ignore[union-attr]
            text="收到 @检修乙",
            sent_at=NOW,
            quote=Quote("m1", "3号工单\n请接单"),
            images=("/demo/files/a.png",),
        )
    ]
    posted = platform.chats.messages["m2"]
    assert posted.quote is not None
    assert posted.quote.text == "3号工单 请接单"
    assert posted.mentions == (Mention("检修乙", "检修乙"),)


async def test_a_vendors_repeat_is_handed_on_again_and_recorded_once(
    platform: LocalPlatform,
) -> None:
    heard = heard_by(platform)
    for _ in range(2):
        await platform.say("repair", "检修甲", "家里不热", NOW, message_id="v-7")
    assert [m.message_id for m in heard] == ["v-7", "v-7"]
    assert len(platform.chats.in_chat("repair")) == 1


async def test_a_press_comes_in_and_leaves_a_line_in_the_chat(platform: LocalPlatform) -> None:
    heard = heard_by(platform)
    for _ in range(2):
        await platform.press("repair", "检修甲", "已联系", 3, {"promised": "今天18点"}, NOW)
    assert all(isinstance(p, Press) and p.form == {"promised": "今天18点"} for p in heard)
    assert [p.message_id for p in heard] == ["m1", "m2"]
    assert platform.chats.messages["m1"].text == "点了「已联系」：今天18点"
    assert platform.chats.transcript[0].event == "pressed"


async def test_strangers_and_unknown_chats_cannot_speak(platform: LocalPlatform) -> None:
    with pytest.raises(Refused):
        await platform.say("nowhere", "检修甲", "喂", NOW)
    with pytest.raises(Refused):
        await platform.say("repair", "陌生人", "喂", NOW)


async def test_a_restart_finds_everything_again(tmp_path: Path) -> None:
    history = tmp_path / "chats.jsonl"
    before = furnish(LocalChats(history))
    await before.send(REPAIR, Outgoing("a\u2028b", (WORKER,), CARD, pin=True), "k1", NOW)
    await before.say("repair", "检修甲", "收到\ud83d", NOW, quote="m1")  # half a smile
    made = await before.make_group("应急3", (WORKER,), "g", NOW)
    await before.call("sms", (WORKER,), "快", {}, "c", NOW)
    history.write_bytes(history.read_bytes() + b'{"what": "mess')

    after = furnish(LocalChats(history))
    assert after.chats.messages == before.chats.messages
    assert after.chats.groups == before.chats.groups
    assert after.chats.calls == before.chats.calls
    assert await after.send(REPAIR, Outgoing("a"), "k1", NOW) == "m1"
    assert await after.make_group("应急3", (WORKER,), "g", NOW) == made
    assert await after.send(REPAIR, Outgoing("新"), "k2", NOW) == "m3"
    assert len(LocalChats(history).messages) == 3


async def test_subscribers_hear_changes_and_a_slow_one_is_dropped() -> None:
    chats = LocalChats()
    platform = furnish(chats)
    with chats.subscribe() as quick, chats.subscribe(size=1) as slow:
        await platform.send(REPAIR, Outgoing("一"), "k1", NOW)
        chats.announce({"what": "clock"})
        assert (await anext(quick))["message"]["sender"] == BOT
        assert (await anext(quick))["what"] == "clock"
        assert slow.dropped
        assert [change async for change in slow] == []
    await platform.send(REPAIR, Outgoing("二"), "k2", NOW)
    assert [change async for change in quick] == []


def test_a_standing_group_follows_the_directory() -> None:
    chats = LocalChats()
    furnish(chats)
    chats.add_group("repair", "检修一群", ("检修甲",), NOW + timedelta(days=1))
    group = chats.groups["repair"]
    assert (group.title, group.members, group.made_at) == ("检修一群", ("检修甲",), NOW)
    assert [g.chat_id for g in chats.groups_of("检修甲")] == ["repair"]
    assert chats.groups_of("检修乙") == ()


async def test_a_document_and_a_picture_are_shown_where_the_page_finds_them(
    platform: LocalPlatform,
) -> None:
    platform.keep_file = lambda file: f"/kept/{len(file.data)}"
    first = await platform.send_file(REPAIR, File("台账.xlsx", b"123"), "k1", NOW)
    again = await platform.send_file(REPAIR, File("台账.xlsx", b"123"), "k1", NOW)
    await platform.send_file(REPAIR, File("图.png", b"1234"), "k2", NOW)
    assert first == again
    document, picture = platform.chats.in_chat("repair")
    assert [(f.name, f.address) for f in document.files] == [("台账.xlsx", "/kept/3")]
    assert picture.images == ("/kept/4",)
