"""Who may bring complaints in, as the settings name them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.check import figures
from bot.settings import SettingsMistake, read_settings
from bot.vendors.clients import clients_of
from bot.web.site import Client

TOKEN = "a" * 32


def _read(tmp_path: Path, words: str, **environ: str) -> tuple[Client, ...]:
    path = tmp_path / "heatdesk.toml"
    path.write_text(words, "utf-8")
    return clients_of(read_settings(path, environ))


def test_a_token_in_a_file_and_one_in_the_environment(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    words = f'[web.clients.site]\nlabel = "官网"\ntoken_file = "{tmp_path}/token"\nper_minute = 5\n'
    environ = {"HEATDESK_WEB__CLIENTS__HOTLINE__TOKEN": "b" * 32}
    site, hotline = _read(tmp_path, words, **environ)
    assert (site.name, site.label, site.per_minute) == ("site", "官网", 5)
    assert site.digest == Client.digest_of(TOKEN)
    assert (hotline.name, hotline.label, hotline.per_minute) == ("hotline", "hotline", 60)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("[web.clients.a]\n", "web.clients.a.token 没有写"),
        ('[web.clients.a]\ntoken = "short"\n', "32 个以上"),
        (f'[web.clients.a]\ntoken = "{"密" * 40}"\n', "32 个以上"),
        ('[web.clients.a]\ntoken_file = "/nowhere"\n', "web.clients.a.token_file 读不了"),
        (
            f'[web.clients.a]\ntoken = "{TOKEN}"\n[web.clients.b]\ntoken = "{TOKEN}"\n',
            "web.clients.b.token 和 web.clients.a.token 一样",
        ),
        (f'[web.clients."a/b"]\ntoken = "{TOKEN}"\n', "不能做名字"),
        (f'[web.clients.a]\ntoken = "{TOKEN}"\nper_minute = 0\n', "web.clients.a.per_minute"),
        (f'[web.clients.a]\ntokn = "{TOKEN}"\n', "没有「web.clients.a.tokn」这一项"),
    ],
)
def test_mistakes_are_told_with_their_mend(tmp_path: Path, words: str, told: str) -> None:
    with pytest.raises(SettingsMistake) as mistake:
        _read(tmp_path, words)
    assert told in str(mistake.value)
    assert TOKEN not in str(mistake.value)


async def test_a_public_form_without_what_it_needs_is_pointed_out(
    tmp_path: Path, sqlite_url: str
) -> None:
    company = Path(__file__).parents[2] / "bot" / "demo" / "company.yaml"
    base = f'[database]\nurl = "{sqlite_url}"\n[company]\nfile = "{company}"\n'
    for words, told in (
        ("", []),
        ("public = true", ["web.hotline", "web.base_url"]),
        ('public = true\nhotline = "96000"\nbase_url = "https://h.example"', ["web.proxies"]),
        (
            'public = true\nhotline = "0431-96000 转 1"\nbase_url = "https://h.example"\n'
            'proxies = ["10.0.0.1"]',
            [],
        ),
    ):
        path = tmp_path / "heatdesk.toml"
        path.write_text(f"{base}[web]\n{words}\n", "utf-8")
        found = [line for line in await figures(read_settings(path, {})) if "web." in line]
        assert len(found) == len(told)
        assert all(name in line for name, line in zip(told, found, strict=True))
