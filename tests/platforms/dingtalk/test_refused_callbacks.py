"""A callback that is refused is told in the log: else a wrong clock would be silence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from bot.platforms.dingtalk import Config
from bot.platforms.dingtalk.callbacks import Callbacks
from bot.platforms.dingtalk.rest import Rest
from bot.platforms.dingtalk.signing import sign
from bot.platforms.envelope import Envelope, Forged

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
CONFIG = Config("id", "secret", event_token="token1", event_aes_key=KEY)  # noqa: S106


def _callbacks(clock_is_off: timedelta = timedelta()) -> Callbacks:
    return Callbacks(CONFIG, cast(Rest, None), lambda: NOW + clock_is_off)


def _stamp() -> str:
    return str(int(NOW.timestamp() * 1000))


@pytest.mark.parametrize("hours", [-2, 2])
def test_a_clock_that_is_off_by_hours_is_named(
    hours: int, capsys: pytest.CaptureFixture[str]
) -> None:
    headers = {"timestamp": _stamp(), "sign": sign("secret", _stamp())}
    assert _callbacks().is_genuine(headers)
    assert capsys.readouterr().err == ""
    wrong = _callbacks(timedelta(hours=hours))
    assert not wrong.is_genuine(headers)
    assert "callback_refused platform=dingtalk name=robot reason=stale" in capsys.readouterr().err
    encrypted, signed = Envelope("token1", KEY, "id").seal("{}", _stamp(), "n")
    query: dict[str, Any] = {"timestamp": _stamp(), "nonce": "n", "msg_signature": signed}
    assert _callbacks().open_event(query, {"encrypt": encrypted}) == {}
    with pytest.raises(Forged):
        wrong.open_event(query, {"encrypt": encrypted})
    assert "name=event reason=stale" in capsys.readouterr().err


def test_a_wrong_secret_is_named_and_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert not _callbacks().is_genuine({"timestamp": _stamp(), "sign": sign("other", _stamp())})
    assert not _callbacks().is_genuine_card({"x-ddpaas-signature-timestamp": _stamp()})
    with pytest.raises(Forged):
        _callbacks().open_event({"timestamp": _stamp()}, {"encrypt": "x"})
    said = capsys.readouterr().err
    assert [f"name={name} reason=signature" in said for name in ("robot", "card", "event")] == [
        True, True, True,
    ]  # fmt: skip
    assert "other" not in said
