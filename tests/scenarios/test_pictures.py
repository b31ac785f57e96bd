"""What people photographed reaches those who do the work, on every platform."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.platforms.attachments import name_of
from bot.platforms.local import LocalChats, LocalPlatform
from tests import wecom_house
from tests.dingtalk_house import OPERATIONS, PEOPLE, REPAIR, SERVICE, DingTalkHouse, open_dingtalk
from tests.house import COLD, OUTAGE, House, open_house
from tests.wecom_house import open_wecom

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
JPG = b"\xff\xd8\xff" + b"1" * 64


@pytest.fixture
async def house(database_url: str, tmp_path: Path) -> AsyncIterator[DingTalkHouse]:
    async with open_dingtalk(database_url, files=tmp_path) as opened:
        opened.server.files = {"dc1": PNG, "dc2": JPG}
        yield opened


async def photo(
    house: DingTalkHouse, where: str, who: str, words: str, *codes: str, **more: Any
) -> None:
    """A text with pictures, and they have been fetched."""
    parts = [{"type": "picture", "downloadCode": code} for code in codes]
    content = {"richText": [{"text": words}, *parts], **more}
    await house.say(where, who, "", msgtype="richText", content=content)
    folder = house.platform._attachments._directory
    assert folder is not None
    await house.until(lambda: all([*folder.glob(f"{name_of(code)}.*")] for code in codes))


def shown(house: DingTalkHouse, where: str) -> list[bytes]:
    """The pictures that the bot posted there."""
    return [house.server.media[m["media"]][2] for m in house.heard_in(where) if "media" in m]


async def test_the_crew_sees_the_complaints_photo(house: DingTalkHouse) -> None:
    await photo(house, SERVICE, "客服甲", COLD, "dc1", "dc2")
    assert "附图 2 张" in house.heard_in(OPERATIONS)[0]["text"]
    await house.forward(seconds=6)
    assert shown(house, OPERATIONS) == [PNG, JPG]
    assert not shown(house, SERVICE)  # there they stand already
    await house.say(OPERATIONS, "运行甲", "转 1 检修部 是管道的事")
    await house.forward(seconds=6)
    assert shown(house, REPAIR) == [PNG, JPG]
    assert shown(house, OPERATIONS) == [PNG, JPG]


async def test_a_major_ones_photo_goes_to_the_emergency_group(house: DingTalkHouse) -> None:
    await photo(house, SERVICE, "客服甲", OUTAGE, "dc1")
    await house.forward(seconds=10)
    (made,) = house.server.seen("group_created")
    assert shown(house, made["in"]) == [PNG]
    # What somebody adds later is seen there as well.
    await photo(house, OPERATIONS, "运行甲", "进展 1 挖开了", "dc2")
    await house.forward(seconds=10)
    assert shown(house, made["in"]) == [PNG, JPG]
    assert shown(house, OPERATIONS) == [PNG]


async def test_they_come_when_asked_for(house: DingTalkHouse) -> None:
    """By anybody of the company, in any chat, and by a quote of the ticket's message."""
    await photo(house, SERVICE, "客服甲", COLD, "dc1")
    await house.forward(minutes=1)
    await house.say(REPAIR, "检修甲", "看图 1")
    assert "照片和附件 1 个" in house.heard_in(REPAIR)[-2]["text"]
    assert shown(house, REPAIR) == [PNG]
    await house.say("cidSingle", "总经理", "图 1")
    assert shown(house, PEOPLE["总经理"]) == [PNG]
    key = next(m["key"] for m in house.heard_in(OPERATIONS) if "key" in m)
    await house.say(OPERATIONS, "运行甲", "图片", originalProcessQueryKey=key)
    assert shown(house, OPERATIONS) == [PNG, PNG]
    await house.say(SERVICE, "客服甲", "看图 7")
    assert "没有 #7" in house.heard_in(SERVICE)[-1]["text"]


async def test_a_stranger_gets_none(house: DingTalkHouse) -> None:
    await photo(house, SERVICE, "客服甲", COLD, "dc1")
    await house.say("cidElse==", "外人", "看图 1", senderStaffId=None)
    assert "看不了" in house.heard_in("cidElse==")[-1]["text"]
    assert not shown(house, "cidElse==")


async def test_a_ticket_without_any_says_so(house: DingTalkHouse) -> None:
    await house.say(SERVICE, "客服甲", COLD)
    await house.say(SERVICE, "客服甲", "看图 1")
    assert "没有照片和附件" in house.heard_in(SERVICE)[-1]["text"]


async def test_a_photo_with_a_command_is_on_record(house: DingTalkHouse) -> None:
    await house.say(SERVICE, "客服甲", COLD)
    await photo(house, OPERATIONS, "运行甲", "完成 1 换了阀门", "dc1")
    await house.say(SERVICE, "客服甲", "看图 1")
    await house.running.drain()
    assert shown(house, SERVICE) == [PNG]
    async with house.running.storage.reading() as queries:
        entries = await queries.timeline(1)
    assert [list(e.facts["images"]) for e in entries if "images" in e.facts] == [[name_of("dc1")]]


async def test_the_same_users_second_photo_is_on_record(house: DingTalkHouse) -> None:
    """重复投诉: no second ticket, and its picture is not swallowed."""
    await photo(house, SERVICE, "客服甲", COLD, "dc1")
    await house.forward(hours=1)
    await photo(house, SERVICE, "客服甲", f"{COLD} 又打来了，还是不热", "dc2")
    assert await house.count() == 1
    await house.forward(seconds=10)
    assert shown(house, OPERATIONS) == [PNG, JPG]


async def test_late_in_the_month_pictures_come_only_when_asked_for(house: DingTalkHouse) -> None:
    """A picture is two calls of the organisation's five thousand."""
    quota = house.platform.rest.quota
    await house.platform.usage()
    quota._counts[quota._counter("calls")] = 3600
    await photo(house, SERVICE, "客服甲", COLD, "dc1")
    await house.forward(minutes=2)
    assert not shown(house, OPERATIONS)
    await house.say(OPERATIONS, "运行甲", "看图 1")
    assert shown(house, OPERATIONS) == [PNG]


async def test_a_picture_that_never_comes_holds_nothing_up(house: DingTalkHouse) -> None:
    content = {"richText": [{"text": COLD}, {"type": "picture", "downloadCode": "gone"}]}
    await house.say(SERVICE, "客服甲", "", msgtype="richText", content=content)
    await house.say(OPERATIONS, "运行甲", "收到 1", sessionWebhook=None)
    assert "已接单" in house.heard_in(OPERATIONS)[-1]["text"]
    await house.forward(minutes=3)
    assert not any("没发出来" in m["text"] for m in house.heard_in(OPERATIONS))
    await house.say(OPERATIONS, "运行甲", "看图 1")
    await house.forward(minutes=3)
    assert "文件没发出来" in house.heard_in(OPERATIONS)[-1]["text"]


async def test_the_same_picture_is_uploaded_once(house: DingTalkHouse) -> None:
    await photo(house, SERVICE, "客服甲", COLD, "dc1")
    await house.forward(seconds=6)
    await house.say(REPAIR, "检修甲", "看图 1")
    assert house.server.calls.count("/media/upload") == 1
    assert shown(house, REPAIR) == shown(house, OPERATIONS) == [PNG]


async def test_a_picture_that_the_vendor_forgot_is_uploaded_anew(house: DingTalkHouse) -> None:
    await photo(house, SERVICE, "客服甲", COLD, "dc1")
    await house.forward(seconds=6)
    house.server.media.clear()
    await house.say(REPAIR, "检修甲", "看图 1")
    assert shown(house, REPAIR) == [PNG]


async def test_on_wecom(database_url: str, tmp_path: Path) -> None:
    async with open_wecom(database_url, files=tmp_path) as house:
        await house.say(wecom_house.SERVICE, "客服甲", COLD, pictures=[PNG])
        await house.until(lambda: bool(list(tmp_path.glob("*.png"))))
        await house.forward(seconds=6)
        sent = [m for m in house.heard_in(wecom_house.OPERATIONS) if m.get("data") == PNG]
        assert len(sent) == 1


async def test_on_the_embedded_platform(database_url: str, tmp_path: Path) -> None:
    name = f"{'a' * 32}.png"
    (tmp_path / name).write_bytes(PNG)
    platform = LocalPlatform(LocalChats())
    kept: list[bytes] = []
    platform.keep_file = lambda file: f"/kept/{kept.append(file.data) or len(kept)}"
    async with open_house(database_url, platform=platform, files=[tmp_path]) as house:
        await house.say("客服甲", COLD, images=[f"/demo/files/{name}"])
        await house.forward(seconds=6)
        assert posted(house, "运行群") == ["/kept/1"]
        assert kept == [PNG]


def posted(house: House, group: str) -> list[str]:
    found = (m for m in house.platform.chats.messages.values() if m.chat_id == group)
    return [address for message in found for address in message.images]
