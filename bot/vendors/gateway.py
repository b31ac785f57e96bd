"""The company's own telephone or SMS gateway, from the settings; all platforms share it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.platforms.asking import Http
from bot.platforms.base import Mention
from bot.platforms.gateway import Callee, Gateway
from bot.settings import Settings, SettingsMistake
from bot.vendors.connection import CompanyNow
from bot.vendors.secrets import secret_of


def gateway_of(
    settings: Settings, company: CompanyNow, now: Callable[[], datetime]
) -> Gateway | None:
    """None where the company has none. Raises SettingsMistake."""
    section = settings.gateway
    if section is None:
        return None
    if not section.url:
        raise SettingsMistake("gateway.url 没有写：公司电话或短信网关的地址，不用就去掉这一节")
    secret = secret_of("gateway.secret", section.secret, section.secret_file)
    gateway = Gateway(section.url, secret, Http(), now)

    async def callees(platform: str, people: Sequence[Mention]) -> list[Callee]:
        known = await company()
        found: list[Callee] = []
        for mention in people:
            person = known.person_of(platform, mention.user_id) if known else None
            name = person.name if person else mention.name
            found.append(Callee(name, (person.mobile if person else None) or ""))
        return found

    gateway.callees = callees
    return gateway
