"""Settings and the company file into running vendor platforms."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.domain.company import Company
from bot.log import logger
from bot.platforms.base import Memory
from bot.platforms.dingtalk import Config, DingTalkPlatform, Standby, Webhook
from bot.settings import DingTalk, SettingsMistake
from storage.store import Storage

#: A start waits so many seconds for the directory.
_PATIENCE = 15.0
#: So many seconds between two looks into it.
_EVERY = 6 * 3600.0

_log = logger()


def secret_of(name: str, value: SecretStr | None, file: str | None) -> str:
    """A secret from the settings themselves or from a file. Raises SettingsMistake."""
    if value is not None and value.get_secret_value():
        return value.get_secret_value()
    if not file:
        raise SettingsMistake(f"{name} 没有写：写 {name}，或把它放进文件，用 {name}_file 写路径")
    try:
        found = Path(file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsMistake(f"{name}_file 读不了 {file}：{type(error).__name__}") from None
    if not found:
        raise SettingsMistake(f"{name}_file 里的 {file} 是空的")
    return found


def dingtalk_config(settings: DingTalk, company: object) -> Config:
    """Raises SettingsMistake with all mistakes."""
    mistakes: list[str] = []
    if not settings.client_id:
        mistakes.append("platforms.dingtalk.client_id 没有写：开发者后台→应用→凭证 里的 Client ID")
    if settings.mode not in ("stream", "callback"):
        mistakes.append(f"platforms.dingtalk.mode「{settings.mode}」：写 stream 或 callback")
    secret = ""
    try:
        secret = secret_of(
            "platforms.dingtalk.client_secret", settings.client_secret, settings.client_secret_file
        )
    except SettingsMistake as mistake:
        mistakes.append(str(mistake))
    if mistakes:
        raise SettingsMistake("\n".join(mistakes))
    return Config(
        client_id=settings.client_id,
        client_secret=secret,
        robot_code=settings.robot_code,
        api_base=settings.api_base.rstrip("/"),
        oapi_base=settings.oapi_base.rstrip("/"),
        # A card's buttons come by Stream; without it they would lead nowhere.
        card_template=settings.card_template if settings.mode == "stream" else "",
        webhooks=_webhooks(company),
        standby=tuple(Standby(g.openConversationId, g.chatid) for g in settings.standby),
        monthly_calls=settings.monthly_calls,
        monthly_messages=settings.monthly_messages,
        admin=settings.admin,
    )


def _webhooks(company: object) -> dict[str, Webhook]:
    """The company file's group addresses, by conversation."""
    if not isinstance(company, Mapping):
        return {}
    places = [*(company.get("departments") or []), company.get("leaders") or {}]
    groups = [p.get("group") for p in places if isinstance(p, Mapping)]
    return {
        str(group["dingtalk"]): Webhook(
            str(group["dingtalk_webhook"]), str(group.get("dingtalk_webhook_secret") or "")
        )
        for group in groups
        if isinstance(group, Mapping) and group.get("dingtalk") and group.get("dingtalk_webhook")
    }


def dingtalk(
    settings: DingTalk, company: object, memory: Memory, now: Callable[[], datetime]
) -> DingTalkPlatform:
    """The platform, not yet started."""
    config = dingtalk_config(settings, company)
    return DingTalkPlatform(config, memory, now, files=Path(settings.files))


async def with_found_people(company: Company, platform: DingTalkPlatform) -> Company:
    """The company with the user ids that the vendor's directory knows and the file does not.

    A directory that does not answer in time holds nothing up; it is asked again later.
    """
    try:
        async with asyncio.timeout(_PATIENCE):
            found = await platform.find_people(tuple(company.people.values()))
    except Exception as error:  # whatever the directory does, the service starts without it
        _log.warning("directory_not_read", platform=platform.name, error=type(error).__name__)
        return company
    taken = {p.ids.get(platform.name) for p in company.people.values()}
    people: dict[str, Any] = dict(company.people)
    for key, user_id in found.items():
        if user_id not in taken:
            person = people[key]
            people[key] = replace(person, ids={**person.ids, platform.name: user_id})
            taken.add(user_id)
    missing = [p.name for p in people.values() if platform.name not in p.ids]
    _log.info("people_found", platform=platform.name, found=len(found), missing=len(missing))
    return replace(company, people=people)


class DingTalkService:
    """The platform while the service runs: heard, and its people looked up now and then."""

    def __init__(
        self,
        platform: DingTalkPlatform,
        storage: Storage,
        *,
        called_back: bool,
        settle: float = 60.0,
    ) -> None:
        self._settle = settle
        self._platform = platform
        self._storage = storage
        self._called_back = called_back
        self._looking: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Once the web is up: in callback mode that is when it can be heard."""
        if self._called_back:
            self._platform.is_ready()
        else:
            self._platform.start()
        self._looking = asyncio.create_task(self._keep_people())

    async def stop(self) -> None:
        """Hears no more."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)
        await self._platform.stop()

    async def _keep_people(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._platform.directory_changed.wait(), _EVERY)
                await asyncio.sleep(self._settle)  # such changes come in crowds
            self._platform.directory_changed.clear()
            try:
                company = await self._storage.company()
                if company is None:
                    continue
                fuller = await with_found_people(company, self._platform)
                # Somebody may have bound a group meanwhile: what was found goes onto that.
                latest = await self._storage.company()
                if latest is not None and (merged := latest.with_bindings_of(fuller)) != latest:
                    await self._storage.save_company(merged)
            except Exception as error:  # the next look may go better
                _log.warning("people_not_looked_up", exc_info=error)
