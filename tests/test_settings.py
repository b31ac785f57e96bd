"""Settings: what is read, what goes before what, and mistakes told with their mend."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.platforms.dingtalk import Webhook
from bot.settings import SettingsMistake, read_settings
from bot.settings.sections import DingTalk
from bot.vendors.dingtalk import dingtalk_config
from bot.vendors.secrets import secret_of


@pytest.mark.parametrize("url", ["mysql://h/x", "heatdesk.db"])
def test_a_database_of_another_kind_is_told_which_there_are(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsMistake, match="postgresql"):
        read_settings(None, {"HEATDESK_DATABASE__URL": url})


@pytest.mark.parametrize(
    "url",
    ["sqlite:///x.db", "sqlite+aiosqlite:///x.db", "postgresql+asyncpg://u:p@h:5432/heat"],
)
def test_a_database_is_named_as_the_driver_or_without(url: str) -> None:
    assert read_settings(None, {"HEATDESK_DATABASE__URL": url}).database.url == url


def test_dingtalks_webhooks_are_read_from_the_company_file() -> None:
    """A group's address and its secret, by conversation; a group without one has none."""
    group = {"name": "检修群", "dingtalk": "cid1", "dingtalk_webhook": "token1"}
    settings = DingTalk(client_id="ding1", client_secret=SecretStr("s"))
    company = {
        "departments": [{"group": {**group, "dingtalk_webhook_secret": "SEC1"}}],
        "leaders": {"group": {**group, "dingtalk": "cid2"}},
    }
    read = dingtalk_config(settings, company).webhooks
    assert read == {"cid1": Webhook("token1", "SEC1"), "cid2": Webhook("token1", "")}
    bare = {"departments": [{"group": {"name": "检修群", "dingtalk": "cid1"}}, {"group": "运行群"}]}
    assert dingtalk_config(settings, bare).webhooks == {}


def test_an_unknown_setting_is_told_with_the_nearest_one(tmp_path: Path) -> None:
    config = tmp_path / "heatdesk.toml"
    config.write_text('[database]\nurll = "x"\n', "utf-8")
    with pytest.raises(SettingsMistake, match=r"database\.url"):
        read_settings(config, {})


def test_a_log_level_is_one_of_four() -> None:
    assert read_settings(None, {"HEATDESK_LOG_LEVEL": "debug"}).log_level == "DEBUG"
    with pytest.raises(SettingsMistake, match="log_level：写 DEBUG、INFO、WARNING、ERROR 之一"):
        read_settings(None, {"HEATDESK_LOG_LEVEL": "loud"})


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    config = tmp_path / "heatdesk.toml"
    config.write_text("[web]\nport = 9000\n", "utf-8")
    settings = read_settings(config, {"HEATDESK_WEB__PORT": "9001"})
    assert settings.web.port == 9001


def test_what_a_windows_editor_saves_is_read(tmp_path: Path) -> None:
    """With a mark at the beginning, and both characters at the end of a line."""
    config, secret = tmp_path / "heatdesk.toml", tmp_path / "secret"
    config.write_bytes(b"\xef\xbb\xbf[web]\r\nport = 9000\r\n")
    secret.write_bytes(b"\xef\xbb\xbfs3cret\r\n")
    assert read_settings(config, {}).web.port == 9000
    assert secret_of("x", None, str(secret)) == "s3cret"


def test_proxies_are_addresses(tmp_path: Path) -> None:
    config = tmp_path / "heatdesk.toml"
    config.write_text('[web]\nproxies = ["10.0.0.1"]\n', "utf-8")
    assert read_settings(config, {}).web.proxies == ("10.0.0.1",)
    two = read_settings(config, {"HEATDESK_WEB__PROXIES": "127.0.0.1, ::1"})
    assert two.web.proxies == ("127.0.0.1", "::1")
    for wrong in ('["nginx"]', "5", '"10.0.0.0/8"'):
        config.write_text(f"[web]\nproxies = {wrong}\n", "utf-8")
        with pytest.raises(SettingsMistake, match=r"web\.proxies：写成"):
            read_settings(config, {})


@pytest.mark.parametrize("wrong", ["heat.example.com", "https://a/b", "ftp://a", "https://a@b"])
def test_an_address_for_the_pages_has_no_path(tmp_path: Path, wrong: str) -> None:
    config = tmp_path / "heatdesk.toml"
    config.write_text(f'[web]\nbase_url = "{wrong}"\n', "utf-8")
    with pytest.raises(SettingsMistake, match=r"web\.base_url：写成"):
        read_settings(config, {})
    config.write_text('[web]\nbase_url = "https://heat.example.com/"\n', "utf-8")
    assert read_settings(config, {}).web.base_url == "https://heat.example.com"
