"""Settings: what is read, what goes before what, and mistakes told with their mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import SettingsMistake, read_settings


@pytest.mark.parametrize("url", ["mysql://h/x", "heatdesk.db"])
def test_a_database_of_another_kind_is_told_which_there_are(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsMistake, match="postgresql"):
        read_settings(None, {"HEATDESK_DATABASE__URL": url})


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
