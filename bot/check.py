"""`heatdesk check`: every mistake at once, one line each with its mend."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from bot.domain.company import Company
from bot.domain.company_config import CompanyMistake, company_from_config
from bot.domain.policy import Policy
from bot.domain.policy_config import policy_from_config
from bot.platforms.dingtalk import NAME, DingTalkPlatform, Forgetful
from bot.platforms.dingtalk.quota import CALLS, Quota
from bot.platforms.dingtalk.quota import MESSAGES as QUOTA_MESSAGES
from bot.settings import DingTalk, Settings, SettingsMistake
from bot.vendors import dingtalk_config
from storage.memory import Memory
from storage.schema import SchemaMissing
from storage.store import Storage


async def mistakes(
    settings: Settings, *, ask_vendors: bool = True, platform: str | None = None
) -> list[str]:
    """What keeps the service from running as configured; of one platform only, if it is named.

    Without `ask_vendors` nothing leaves the machine: a vendor that is down stops no start.
    """
    if platform is not None and getattr(settings.platforms, platform) is None:
        return [f"设置里没有 platforms.{platform} 这一节：先写上它"]
    found: list[str] = []
    try:
        company_of(settings)
    except CompanyMistake as mistake:
        found += str(mistake).splitlines()
    try:
        storage = await Storage.open(settings.database.url)
        await storage.close()
    except SchemaMissing:
        found.append("数据库还不是这个版本的：先运行 heatdesk migrate")
    except Exception as error:  # whatever the driver raises, a person reads one sentence
        found.append(f"数据库打不开（{error}）：检查 database.url 和数据库是否开着")
    if settings.platforms.wecom is not None:
        found.append("platforms.wecom：这个版本还不能接企业微信，请去掉这一节")
    if settings.platforms.dingtalk is not None:
        found += await _dingtalk(settings.platforms.dingtalk, ask=ask_vendors)
    return found


async def figures(settings: Settings) -> list[str]:
    """What is worth knowing where nothing is wrong: how far the month's quotas will last."""
    section = settings.platforms.dingtalk
    if section is None:
        return []
    storage = await Storage.open(settings.database.url)
    try:
        limits = {CALLS: section.monthly_calls, QUOTA_MESSAGES: section.monthly_messages}

        def now() -> datetime:
            return datetime.now(UTC)

        used = await Quota(limits, Memory(storage, NAME, now), now).used()
    finally:
        await storage.close()
    return [each.words() for each in used]


async def _dingtalk(settings: DingTalk, *, ask: bool) -> list[str]:
    """Credentials and permissions, each found out by a call that changes nothing."""
    try:
        config = dingtalk_config(settings, None)
    except SettingsMistake as mistake:
        return str(mistake).splitlines()
    if not ask:
        return []
    platform = DingTalkPlatform(config, Forgetful(), lambda: datetime.now(UTC))
    try:
        return await platform.mistakes()
    finally:
        await platform.stop()


def company_of(settings: Settings) -> tuple[Company, Policy, object]:
    """The company file's directory and policy, and the file as it is written.

    Raises CompanyMistake with all mistakes.
    """
    path = Path(settings.company.file)
    try:
        zone = ZoneInfo(settings.company.zone)
        config = yaml.safe_load(path.read_text("utf-8"))
    except (ZoneInfoNotFoundError, ValueError):
        raise CompanyMistake(
            f"company.zone「{settings.company.zone}」不是时区：如 Asia/Shanghai"
        ) from None
    except OSError as error:
        raise CompanyMistake(
            f"读不了 {path}：{error.strerror}。company.file 写公司文件的路径"
        ) from None
    except yaml.YAMLError as error:
        raise CompanyMistake(f"{path} 不是 YAML：{' '.join(str(error).split())}") from None
    found: list[str] = []
    try:
        vendors = settings.platforms.dingtalk or settings.platforms.wecom
        company = company_from_config(config, zone, embedded=vendors is None)
    except CompanyMistake as mistake:
        found.append(str(mistake))
    try:
        written = config.get("policy") if isinstance(config, Mapping) else None
        policy = policy_from_config(written or {})
    except ValueError as mistake:
        found.append(str(mistake))
    if found:
        raise CompanyMistake("\n".join(found))
    return company, policy, config
