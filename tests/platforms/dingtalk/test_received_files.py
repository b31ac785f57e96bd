"""Pictures and files that people send on DingTalk: kept by what they are, from its hosts only."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.platforms.attachments import name_of
from tests.dingtalk_house import SERVICE, DingTalkHouse, open_dingtalk
from tests.house import COLD


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


@pytest.mark.parametrize("lasts", [[-1.0, 3600.0], [-1.0, -1.0]])
async def test_an_address_that_ran_out_is_asked_for_anew(
    sqlite_url: str, tmp_path: Path, lasts: list[float]
) -> None:
    """Once; what is not to be had then is asked for where it was sent."""
    async with open_dingtalk(sqlite_url, files=tmp_path) as house:
        house.server.files = {"dc1": b"GIF89a"}
        asked = "/v1.0/robot/messageFiles/download"
        until = [int(house.clock.now().timestamp() + seconds) for seconds in lasts]
        urls = [f"{house.server.base}/oss/dc1.file?Expires={at}&Signature={at}" for at in until]
        house.server.knobs.instead[asked] = [
            (200, {"downloadUrl": f"{url}{i}"}, False) for i, url in enumerate(urls)
        ]
        await house.say(SERVICE, "客服甲", "", msgtype="picture", content={"downloadCode": "dc1"})
        kept = tmp_path / f"{name_of('dc1')}.gif"
        if lasts[1] > 0:
            await house.working(kept.exists)
            assert not any("没取到" in m["text"] for m in house.heard_in(SERVICE))
        else:
            await house.working(lambda: any("没取到" in m["text"] for m in house.heard_in(SERVICE)))
            assert not kept.exists()
        assert not house.server.knobs.instead[asked]


async def test_what_a_crash_left_half_written_is_fetched_again(
    sqlite_url: str, tmp_path: Path
) -> None:
    (tmp_path / f"{name_of('dc1')}.part").write_bytes(b"GIF")
    async with open_dingtalk(sqlite_url, files=tmp_path) as house:
        house.server.files = {"dc1": b"GIF89a"}
        await house.say(SERVICE, "客服甲", "", msgtype="picture", content={"downloadCode": "dc1"})
        await house.working((tmp_path / f"{name_of('dc1')}.gif").exists)


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
