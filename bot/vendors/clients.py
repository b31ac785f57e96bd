"""Whom `POST /api/complaints` lets in, from the settings."""

from __future__ import annotations

from bot.settings import Settings, SettingsMistake
from bot.vendors.secrets import secret_of
from bot.web.site import Client

#: A token is made by a machine; nobody has to remember it.
SHORTEST = 32


def clients_of(settings: Settings) -> tuple[Client, ...]:
    """None where the company has named none. Raises SettingsMistake with all mistakes."""
    found: list[Client] = []
    wrong: list[str] = []
    for name, section in settings.web.clients.items():
        where = f"web.clients.{name}.token"
        try:
            token = secret_of(where, section.token, section.token_file)
        except SettingsMistake as mistake:
            wrong.append(str(mistake))
            continue
        if len(token) < SHORTEST or not token.isascii() or not token.isprintable() or " " in token:
            wrong.append(
                f"{where} 要 {SHORTEST} 个以上的英文字母和数字：用 openssl rand -hex 32 生成"
            )
            continue
        digest = Client.digest_of(token)
        if twin := next((c.name for c in found if c.digest == digest), None):
            wrong.append(f"{where} 和 web.clients.{twin}.token 一样：每个系统用自己的")
        found.append(Client(name, section.label or name, digest, section.per_minute))
    if wrong:
        raise SettingsMistake("\n".join(wrong))
    return tuple(found)
