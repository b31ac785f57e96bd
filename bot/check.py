"""`heatdesk check`: every mistake at once, one line each with its mend."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from bot.app import ZONE
from bot.domain.company import Company
from bot.domain.company_config import CompanyMistake, company_from_config
from bot.domain.directory import remarks, with_directory, with_ids
from bot.domain.policy import Policy
from bot.domain.policy_config import policy_from_config
from bot.platforms.base import Memory as PlatformMemory
from bot.platforms.base import Mention, PlatformError, Vendor
from bot.platforms.forgetful import Forgetful
from bot.reasons import reason_no_database, reason_no_schema, reason_no_yaml, reason_of
from bot.render import renderer_for
from bot.settings import Settings, SettingsMistake
from bot.vendors import CONNECT, configured
from bot.vendors.clients import clients_of
from bot.vendors.gateway import gateway_of
from bot.vendors.second_reader import second_reader_of, unreadable
from bot.written import as_written
from storage.clocks import ahead
from storage.memory import Memory
from storage.schema import SchemaMissing, SchemaNewer
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
    written: object = None
    try:
        _, _, written = company_of(settings)
    except CompanyMistake as mistake:
        found += str(mistake).splitlines()
    storage: Storage | None = None
    try:
        storage = await Storage.open(settings.database.url, alone=False)
    except SchemaMissing as missing:
        found.append(reason_no_schema(newer=isinstance(missing, SchemaNewer)))
    except Exception as error:  # whatever the driver raises, a person reads one sentence
        found.append(f"数据库打不开（{reason_no_database(error)}）：检查 database.url")
    try:
        gateway_of(settings, _nobody, _now)
    except SettingsMistake as mistake:
        found += str(mistake).splitlines()
    try:
        clients_of(settings)
    except SettingsMistake as mistake:
        found += str(mistake).splitlines()
    try:
        reader = second_reader_of(settings)
        if reader is not None and ask_vendors and platform is None:
            found += await unreadable(reader, renderer_for(ZONE))
    except SettingsMistake as mistake:
        found += str(mistake).splitlines()
    try:
        for name, section in _asked(settings, platform).items():
            # What a running service has written down keeps a look from throwing it out.
            memory = Memory(storage, name, _now) if storage is not None else Forgetful()
            found += await _of_vendor(name, section, written, memory, ask=ask_vendors)
    finally:
        if storage is not None:
            await storage.close()
    return found


async def figures(
    settings: Settings, *, ring: bool = False, platform: str | None = None
) -> list[str]:
    """What is worth knowing where nothing is wrong: how far the vendors' quotas will last, what
    edition and packs allow, what their directories say otherwise than the company file.

    With `ring` each platform's administrator is called in the app, to see whether it can be done.
    """
    found = _of_public_form(settings)
    if not configured(settings):
        found.append(_words("no_platform"))
    company, _, _ = company_of(settings)
    unknown: list[set[str]] = []
    storage = await Storage.open(settings.database.url, alone=False)
    try:
        stored = await storage.company()
        found += await _of_clock(storage)
        if configured(settings) and (names := _groupless(company, stored)):
            found.append(_words("groupless", names=names))
        for name, section in _asked(settings, platform).items():
            # To look is to tell nobody: what is found is said here.
            unattended = section.model_copy(update={"admin": ""})
            memory = Memory(storage, name, _now)
            vendor = CONNECT[name](unattended, None, memory, _now).platform
            used = await vendor.usage()
            found += [_words("quota", platform=name, **asdict(each)) for each in used]
            if ring:
                found += await _ring(name, section, vendor)
            shown = [asdict(each) for each in await vendor.abilities()]
            found += _words("abilities", platform=name, abilities=shown).splitlines()
            lines, strangers = await _of_directory(company, stored, vendor)
            found += lines
            unknown.append(strangers)
            await vendor.stop()
    finally:
        await storage.close()
    if names := sorted(set.intersection(*unknown)) if unknown else []:
        found.append(_words("strangers", names=names))
    return found


def not_migrated(error: Exception) -> str:
    """Why the database was not brought to this version, and what to do."""
    if isinstance(error, SchemaNewer):
        return reason_no_schema(newer=True)
    return f"数据库升级没成（{reason_no_database(error)}）：检查 database.url"


def _of_public_form(settings: Settings) -> list[str]:
    """What a form for everybody lacks; it works without."""
    pages = settings.web
    found: list[str] = []
    if not pages.public:
        return found
    if not pages.hotline:
        found.append("投诉报修页上没有电话：web.hotline 写上热线，急事能直接打")
    if not pages.base_url:
        found.append(
            "投诉报修页的地址没写：web.base_url 写上 https://…，用户的电话和地址不该明着传"
        )
    elif pages.base_url.startswith("https://") and not pages.proxies:
        found.append(
            "前面有 https 代理，web.proxies 没写：投诉报修页会把所有用户当成一个地址，人一多就让等"
        )
    return found


async def _of_clock(storage: Storage) -> list[str]:
    """That it differs from the database server's."""
    async with storage.looking() as connection:
        off = round((await ahead(connection)).total_seconds())
    return [_words("clock_off", seconds=off)] if off else []


def _groupless(company: Company, stored: Company | None) -> list[str]:
    """Departments without a group on any platform, and the leaders where they have none."""
    bound = company if stored is None else company.with_bindings_of(stored)
    names = [d.name for d in bound.departments.values() if not d.groups]
    return names if bound.leader_groups else [*names, "领导"]


def _asked(settings: Settings, platform: str | None) -> dict[str, Any]:
    return {n: s for n, s in configured(settings).items() if platform in (None, n)}


async def _ring(name: str, section: Any, platform: Vendor) -> list[str]:
    if not section.admin:
        return [_words("trial_call", platform=name, reason="admin")]
    key, words = f"trial-{secrets.token_hex(8)}", _words("trial_call", platform=name, reason="")
    meta: dict[str, str | int | None] = {"rule": None, "ticket": None}
    try:
        await platform.call("app", [Mention(section.admin, "")], words, meta, key, _now())
    except PlatformError as error:
        return [_words("trial_call", platform=name, reason=str(error))]
    return []


async def _of_directory(
    company: Company, stored: Company | None, platform: Vendor
) -> tuple[list[str], set[str]]:
    """Who is away, where heads and people differ, and the names of those it does not know.

    Looked up now, and kept by nobody.
    """
    if stored is not None:
        company = company.with_bindings_of(stored)
    names = tuple(company.department_names.values())
    try:
        # Who is found by name now may be looked up by his id the next time.
        found = await platform.find_people(tuple(company.people.values()))
        known = with_ids(company, platform.name, found)
        read = await platform.read_directory(tuple(known.people.values()), names)
    except PlatformError as error:
        return [_words("directory_silent", platform=platform.name, reason=str(error))], set()
    rows = remarks(with_directory(known, read), [platform.name])
    if unseen := [known.people[key].name for key in read.unseen]:
        rows.append({"platform": platform.name, "what": "unseen", "names": unseen})
    strangers = {p.name for p in known.people.values() if platform.name not in p.ids}
    return _words("directory", rows=rows).splitlines(), strangers


async def _of_vendor(
    name: str, section: object, written: object, memory: PlatformMemory, *, ask: bool
) -> list[str]:
    """Credentials and permissions, each found out by a call that changes nothing."""
    try:
        platform = CONNECT[name](section, written, memory, _now).platform
    except SettingsMistake as mistake:
        return str(mistake).splitlines()
    try:
        return await platform.mistakes() if ask else []
    finally:
        await platform.stop()


def _words(template: str, **facts: Any) -> str:
    return renderer_for(ZONE).words(template, "text", facts, _now())


async def _nobody() -> None:
    """No company is needed to look."""


def _now() -> datetime:
    return datetime.now(UTC)


def zone_of(settings: Settings) -> ZoneInfo:
    """The company's wall clock. Raises CompanyMistake."""
    try:
        return ZoneInfo(settings.company.zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise CompanyMistake(
            f"company.zone「{settings.company.zone}」不是时区：如 Asia/Shanghai"
        ) from None


def company_of(settings: Settings) -> tuple[Company, Policy, object]:
    """The company file's directory and policy, and the file as it is written.

    Raises CompanyMistake with all mistakes.
    """
    path, zone = Path(settings.company.file), zone_of(settings)
    try:
        config = as_written(path.read_text("utf-8"))
    except OSError as error:
        raise CompanyMistake(
            f"读不了 {path}：{reason_of(error)}。company.file 写公司文件的路径"
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CompanyMistake(f"{path} 不是 YAML：{reason_no_yaml(error)}") from None
    found: list[str] = []
    try:
        company = company_from_config(config, zone, embedded=not configured(settings))
    except CompanyMistake as mistake:
        found.append(str(mistake))
    try:
        written = config.get("policy") if isinstance(config, Mapping) else None
        policy = policy_from_config(written or {}, zone)
    except ValueError as mistake:
        found.append(str(mistake))
    if found:
        raise CompanyMistake("\n".join(found))
    return company, policy, config
