"""`heatdesk ring`: a trial call through the company's own gateway."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.check import company_of
from bot.domain.company import Company
from bot.platforms.base import PlatformError
from bot.platforms.gateway import Callee
from bot.settings import Settings, SettingsMistake
from bot.vendors.gateway import gateway_of


async def ring(settings: Settings, level: str, to: str) -> str | None:
    """To a colleague by name, or to a number: why it failed, None where it was taken.

    Raises SettingsMistake and CompanyMistake.
    """
    company, _, _ = company_of(settings)

    async def as_written() -> Company | None:
        return company

    callee = _callee(company, to)
    gateway = gateway_of(settings, as_written, _now)
    if gateway is None:
        raise SettingsMistake("设置里没有 [gateway] 这一节：写上 url 和 secret_file")
    words, key = "试呼：收到就好，不用做什么", f"test-{_now().timestamp()}"
    try:
        await gateway.call(level, [callee], words, {}, key)
    except PlatformError as error:
        return str(error)
    finally:
        await gateway.close()
    return None


def _callee(company: Company, to: str) -> Callee:
    if to.isascii() and to.isdigit():
        return Callee("", to)
    person = company.people.get(to)
    if person is None or not person.mobile:
        raise SettingsMistake(f"公司文件里没有「{to}」的手机号：写上 mobile，或直接给手机号")
    return Callee(person.name, person.mobile)


def _now() -> datetime:
    return datetime.now(UTC)
