"""Pictures with a complaint: kept, shown where the work is done, and not without bounds."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from aiohttp import FormData

from tests.web.complaining import FORM
from tests.web.online_house import Outside, open_outside

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def _kept(folder: Path) -> list[str]:
    """What is in the folder, by name."""
    return sorted(path.name for path in folder.iterdir())


async def _send_pictures(outside: Outside, *pictures: bytes, **form: str) -> None:
    """As a browser sends a form with files in it."""
    browser = outside.browser
    await browser.get("/complain")
    held = re.findall(r'name="(csrf|nonce|begun)" value="(\w+)"', browser.words)
    data = FormData()
    for name, value in {**dict(held), **FORM, **form}.items():
        data.add_field(name, value, content_type="text/plain")
    for picture in pictures or (b"",):
        data.add_field("pictures", picture, filename="../../x.png", content_type="image/png")
    outside.house.clock.forward(timedelta(seconds=3))
    async with outside.client.post(
        "/complain", data=data, headers={"Origin": browser.address}, allow_redirects=False
    ) as answer:
        await browser._read(answer)
    await outside.house.running.drain()


async def test_a_picture_is_shown_where_the_work_is_done(sqlite_url: str, tmp_path: Path) -> None:
    async with open_outside(sqlite_url, public=True, files=[tmp_path]) as outside:
        await _send_pictures(
            outside, PNG, b"<script>alert(1)</script>", PNG + b"1", kind="facility"
        )
        assert outside.browser.status == 303
        names = [e.facts["images"] for e in await outside.house.timeline(1) if "images" in e.facts]
        assert len(names[0]) == 2
        assert _kept(tmp_path) == sorted(f"{name}.png" for name in names[0])
        assert outside.browser.location.startswith("/complain/")

        await _send_pictures(outside, PNG + b"2", content="还是不热")
        assert await outside.house.count() == 1  # the same household again
        assert [len(e.facts.get("images", ())) for e in await outside.house.timeline(1)][-1] == 1
        assert len(_kept(tmp_path)) == 3

        await _send_pictures(outside, PNG + b"3", phone="")
        assert (outside.browser.status, "照片请再选一次" in outside.browser.words) == (422, True)
        assert len(_kept(tmp_path)) == 3  # nothing is kept of what was not sent in
        await _send_pictures(outside)
        assert outside.browser.status == 303
        await _send_pictures(outside, PNG, csrf="0" * 64)
        assert outside.browser.status == 403


async def test_one_form_fills_no_disk_with_pictures(sqlite_url: str, tmp_path: Path) -> None:
    async with open_outside(sqlite_url, public=True, files=[tmp_path]) as outside:
        for n in range(20):
            await _send_pictures(outside, PNG + bytes([n]), nonce="a" * 32)
        assert len(_kept(tmp_path)) == 1


async def test_pictures_larger_than_life_are_refused(sqlite_url: str, tmp_path: Path) -> None:
    async with open_outside(sqlite_url, public=True, files=[tmp_path]) as outside:
        with patch("bot.web.uploads.MOST_BYTES", 1000):
            await _send_pictures(outside, PNG + b"x" * 1000)
        assert outside.browser.status == 413
        await _send_pictures(outside, **{f"f{n}": "x" for n in range(50)})
        assert outside.browser.status == 400
        assert await outside.house.count() == 0
        assert _kept(tmp_path) == []


async def test_where_no_pictures_are_kept_none_is_asked_for(sqlite_url: str) -> None:
    async with open_outside(sqlite_url, public=True) as outside:
        assert "pictures" not in await outside.browser.get("/complain")
        await _send_pictures(outside, PNG)
        assert outside.browser.status == 303
