"""A callback ten minutes away from our clock is not taken, and one that was taken not again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from bot.platforms.asking import as_json
from bot.platforms.envelope import Envelope
from bot.platforms.wecom.callbacks import BOT, Callbacks
from bot.platforms.wecom.config import Key
from tests.wecom_house import wecom_config

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


@pytest.mark.parametrize(
    ("off", "status"), [(-601, 403), (-599, 200), (0, 200), (599, 200), (601, 403)]
)
async def test_a_clock_that_is_off_is_named(
    off: int, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    heard: list[Mapping[str, Any]] = []

    async def bot(body: Mapping[str, Any]) -> None:
        heard.append(body)

    async def app(xml: Element) -> None:
        del xml

    config = wecom_config("http://127.0.0.1:1", bot_key=Key("token1", KEY))
    callbacks = Callbacks(config, lambda: NOW + timedelta(seconds=off), bot, app)
    stamp = str(int(NOW.timestamp()))
    encrypted, signed = Envelope("token1", KEY, "").seal('{"msgid": "m1"}', stamp, "n")
    query = {"timestamp": stamp, "nonce": "n", "msg_signature": signed}
    answer = await callbacks.receive(BOT, query, as_json({"encrypt": encrypted}))
    assert answer.status == status
    assert heard == ([{"msgid": "m1"}] if status == 200 else [])
    again = await callbacks.receive(BOT, query, as_json({"encrypt": encrypted}))
    assert again.status == 403
    reason = "replayed" if status == 200 else "stale"
    assert f"callback_refused platform=wecom name=bot reason={reason}" in capsys.readouterr().err
