"""What other systems may not bring in: no token, mistakes, too much, too fast."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.web.online_house import COLD, OTHER, TOKEN, open_outside


@pytest.mark.parametrize("token", [None, "", "x", TOKEN[:-1], TOKEN + "a", TOKEN.upper(), "密码"])
async def test_without_the_token_nothing_comes_in(sqlite_url: str, token: str | None) -> None:
    async with open_outside(sqlite_url) as outside:
        sent = (
            {} if token is None else {"Authorization": f"Bearer {token}".encode().decode("latin")}
        )
        told = await outside.post(COLD, None, **sent)
        assert outside.status == 401
        assert outside.headers["WWW-Authenticate"] == "Bearer"
        assert TOKEN not in json.dumps(told)
        await outside.post(COLD, None, Authorization=f"Basic {TOKEN}")
        assert outside.status == 401
        assert await outside.house.count() == 0


async def test_every_mistake_is_told_at_once(sqlite_url: str) -> None:
    async with open_outside(sqlite_url) as outside:
        wrong: dict[str, Any] = {
            "content": " \n ",
            "name": "王" * 41,
            "phone": 13912345678,
            "adress": "阳光花园",
            "type": "cold",
        }
        told = await outside.post(wrong)
        assert outside.status == 422
        assert {f["field"]: f["error"] for f in told["faults"]} == {
            "content": "不能是空的",
            "name": "太长，最多 40 个字",
            "phone": "要写成字符串",
            "adress": "没有这一项，是不是 address",
            "type": "只能是 quality、facility、service、other",
        }
        assert (await outside.post({}))["faults"] == [{"field": "content", "error": "必须写"}]
        assert await outside.house.count() == 0


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{", {}, 400),
        (b"[]", {}, 400),
        (b"\xff\xfe", {}, 400),
        (b"[" * 20_000, {}, 400),
        (b"content=1", {"Content-Type": "application/x-www-form-urlencoded"}, 415),
        (b'{"content": "' + b"x" * 70_000 + b'"}', {}, 413),
        (json.dumps({"content": "冷" * 4001}).encode(), {}, 422),
        (b'{"content": "x"}', {"Idempotency-Key": "k" * 129}, 422),
    ],
)
async def test_what_is_no_complaint_is_refused_in_words(
    sqlite_url: str, body: bytes, headers: dict[str, str], status: int
) -> None:
    async with open_outside(sqlite_url) as outside:
        told = await outside.post(body, **headers)
        assert outside.status == status
        assert told["error"]
        assert await outside.house.count() == 0


async def test_a_body_that_does_not_tell_its_size_is_not_read_for_ever(sqlite_url: str) -> None:
    async def pieces() -> Any:
        for _ in range(100):
            yield b" " * 4096

    async with (
        open_outside(sqlite_url) as outside,
        outside.client.post(
            "/api/complaints",
            data=pieces(),
            headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"},
        ) as answer,
    ):
        assert answer.status == 413


async def test_who_sends_too_fast_is_told_when_to_come_again(database_url: str) -> None:
    async with open_outside(database_url) as outside:
        for n in range(3):
            outside.house.clock.forward(timedelta(seconds=10))
            await outside.post({"content": f"不热 {n}"}, OTHER)
            assert outside.status == 202
        told = await outside.post(COLD, OTHER)
        assert (outside.status, outside.headers["Retry-After"]) == (429, "41")
        assert "41 秒" in told["error"]
        await outside.post(COLD)  # nobody else has to wait
        assert outside.status == 202
        outside.house.clock.forward(timedelta(seconds=41))
        await outside.post(COLD, OTHER)
        assert outside.status == 202
