"""Whose page is whose, and what every page keeps to."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.accounts import ADMINISTRATOR
from tests.web.desk_house import Telephone, open_desk

# -- whose page is whose ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "status"),
    [("总经理", 200), ("值班领导", 200), ("检修主任", 200), ("检修甲", 403), ("客服甲", 403)],
)
async def test_the_settings_are_for_heads_and_leaders(
    sqlite_url: str, person: str, status: int
) -> None:
    async with open_desk(sqlite_url, platforms=(Telephone(),)) as browser:
        await browser.come_as(person)
        await browser.get("/settings")
        assert browser.status == status
        assert browser.reason == ("no_right" if status == 403 else "")
        await browser.get("/")
        assert browser.status == 200
        assert person in browser.words
        assert ("/settings" in browser.words) == (status == 200)
        await browser.post("/settings/set-aside", rows="outbox:1", action="again")
        assert browser.status == (303 if status == 200 else 403)


async def test_who_leaves_the_directory_is_out_at_once(sqlite_url: str) -> None:
    async with open_desk(sqlite_url) as browser:
        await browser.come_as("总经理")
        await browser.get("/settings")
        assert browser.status == 200
        await browser.come_as("9999")
        await browser.get("/settings")
        assert browser.status == 303


async def test_every_page_is_safe_to_frame_and_cache(sqlite_url: str) -> None:
    async with open_desk(sqlite_url) as browser:
        await browser.sign_in()
        for path in ("/", "/settings", "/sign-in/nowhere"):
            await browser.get(path)
            assert "frame-ancestors 'none'" in browser.headers["Content-Security-Policy"], path
            assert browser.headers["Cache-Control"] == "no-store"
            assert "<script" not in browser.words
        for name in ("base.css", "site.css", "icons.svg", "flame.svg"):
            await browser.get(f"/assets/{name}")
            assert browser.status == 200


async def test_a_mistyped_address_is_told_in_a_page_to_people_only(sqlite_url: str) -> None:
    async with open_desk(sqlite_url) as browser:
        await browser.get("/setings", Accept="text/html,application/xhtml+xml")
        assert (browser.status, browser.reason) == (404, "not_there")
        await browser.get("/setings")
        assert (browser.status, browser.reason) == (404, "")


async def test_a_mistake_of_ours_is_told_in_peoples_words(
    sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    nameless = object()
    async with open_desk(sqlite_url, platforms=(nameless,)) as browser:
        await browser.sign_in()
        await browser.get("/settings", Accept="text/html")
        assert browser.status == 500
        assert "软件自己出错了，不是您的错" in browser.words
        assert "AttributeError" not in browser.words
        await browser.get("/board", Accept="text/html")
        assert browser.status == 200
    told = capsys.readouterr()
    assert "AttributeError" in told.out + told.err


# -- pictures -----------------------------------------------------------------------------------


async def test_pictures_are_for_the_signed_in_and_nothing_but_pictures(
    sqlite_url: str, tmp_path: Path
) -> None:
    name, folder = "0123456789abcdef" * 2, tmp_path / "kept"
    folder.mkdir()
    (folder / f"{name}.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / f"{'f' * 32}.html").write_bytes(b"<script>")
    (folder / f"{'e' * 32}.mp4").write_bytes(b"....ftyp")
    (tmp_path / "secret.png").write_bytes(b"secret")
    async with open_desk(sqlite_url, files=folder) as browser:
        await browser.get(f"/attachments/{name}")
        assert browser.location.startswith("/sign-in?next=%2Fattachments")
        await browser.come_as("检修甲")
        for path in (name, f"{name}.png"):
            await browser.get(f"/attachments/{path}")
            assert browser.status == 200
            assert browser.headers["Content-Type"] == "image/png"
            assert browser.headers["X-Content-Type-Options"] == "nosniff"
            assert "sandbox" in browser.headers["Content-Security-Policy"]
            assert "private" in browser.headers["Cache-Control"]
        await browser.get(f"/attachments/{'e' * 32}")
        assert browser.headers["Content-Disposition"].startswith("attachment")
        for path in ("f" * 32, f"{'f' * 32}.html", f"{name}.jpg", "..%2fsecret.png", name.upper()):
            await browser.get(f"/attachments/{path}")
            assert (browser.status, browser.reason) == (404, "no_picture"), path


async def test_the_administrators_name_is_nobodys(sqlite_url: str) -> None:
    async with open_desk(sqlite_url) as browser:
        await browser.sign_in()
        assert "管理员，您好" in await browser.get("/")
        assert ADMINISTRATOR.platform == ""
