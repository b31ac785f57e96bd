"""Every secret of the vendors may stand in a file of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import DingTalk, SettingsMistake, WeCom
from bot.settings.sections import Client, GatewaySection, Model
from bot.vendors.dingtalk import dingtalk_config
from bot.vendors.wecom import wecom_config

AES = "a" * 43


def _kept(folder: Path, name: str, words: str) -> str:
    path = folder / name
    path.write_text(f"{words}\n")
    return str(path)


@pytest.mark.parametrize("section", [DingTalk, WeCom, Client, GatewaySection, Model])
def test_each_has_a_way_by_file(section: type) -> None:
    fields = section.model_fields  # type: ignore[attr-defined]
    secret = [name for name, field in fields.items() if "SecretStr" in str(field.annotation)]
    assert secret
    assert [name for name in secret if f"{name}_file" not in fields] == []


def test_what_callbacks_are_verified_by_comes_from_files(tmp_path: Path) -> None:
    token, key = _kept(tmp_path, "token", "said once"), _kept(tmp_path, "key", AES)
    wecom = wecom_config(
        WeCom(
            mode="callback",
            token_file=token,
            encoding_aes_key_file=key,
            app_token_file=token,
            app_encoding_aes_key_file=key,
        ),
        None,
    )
    assert (wecom.bot_key.token, wecom.bot_key.encoding_aes_key) == ("said once", AES)
    assert wecom.app_key == wecom.bot_key
    dingtalk = dingtalk_config(
        DingTalk(
            client_id="ding",
            client_secret=SecretStr("s"),
            event_token_file=token,
            event_aes_key_file=key,
        ),
        None,
    )
    assert (dingtalk.event_token, dingtalk.event_aes_key) == ("said once", AES)


def test_a_file_that_is_not_there_is_told_by_its_key(tmp_path: Path) -> None:
    gone = str(tmp_path / "gone")
    with pytest.raises(SettingsMistake, match=r"platforms\.wecom\.app_token_file 读不了"):
        wecom_config(WeCom(bot_id="b", secret=SecretStr("s"), app_token_file=gone), None)
    with pytest.raises(SettingsMistake, match=r"platforms\.dingtalk\.event_aes_key_file 读不了"):
        dingtalk_config(
            DingTalk(client_id="d", client_secret=SecretStr("s"), event_aes_key_file=gone), None
        )
