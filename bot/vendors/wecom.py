"""WeCom's section of the settings into its platform."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web
from pydantic import SecretStr

from bot.platforms.base import Memory
from bot.platforms.envelope import key_of
from bot.platforms.wecom import NAME, Config, Key, Login, WeComPlatform
from bot.render import renderer_for
from bot.settings import SettingsMistake, WeCom
from bot.vendors.connection import Connection
from bot.vendors.groups import after, groups_of
from bot.vendors.secrets import optional_secret_of, secret_of
from bot.web.callbacks import add_wecom
from bot.workers.limits import Allowance

__all__ = ["NAME", "connect", "wecom_config"]

#: A webhook takes 20 a minute, the bot 30 in a chat, a card among them. All processes count
#: together here; within one, each way is counted by itself as well. Three are for what is urgent.
ALLOWANCE = Allowance(18, timedelta(minutes=1), reserve=3)

_SECTION = "platforms.wecom"


def wecom_config(settings: WeCom, company: object) -> Config:
    """Raises SettingsMistake with all mistakes."""
    mistakes: list[str] = []

    def secret(name: str, value: SecretStr | None, file: str | None) -> str:
        try:
            return secret_of(f"{_SECTION}.{name}", value, file)
        except SettingsMistake as mistake:
            mistakes.append(str(mistake))
            return ""

    if settings.mode not in ("socket", "callback"):
        mistakes.append(f"{_SECTION}.mode「{settings.mode}」：写 socket 或 callback")
    called_back = settings.mode == "callback"
    if not settings.bot_id and not called_back:
        mistakes.append(f"{_SECTION}.bot_id 没有写：智能机器人→API 模式→长连接 里的 BotID")
    bot_secret = "" if called_back else secret("secret", settings.secret, settings.secret_file)
    app_secret = ""
    if settings.corp_id or settings.agent_id or settings.app_secret or settings.app_secret_file:
        app_secret = secret("app_secret", settings.app_secret, settings.app_secret_file)
        if not settings.corp_id or not settings.agent_id:
            mistakes.append(f"{_SECTION}.corp_id 和 agent_id 要一起写：自建应用的企业 ID、AgentId")
    bot_key, app_key = (_key(prefix, settings, mistakes) for prefix in ("", "app_"))
    if called_back and not bot_key.token:
        mistakes.append(f"{_SECTION}.token 和 encoding_aes_key 没有写：callback 方式要用")
    if settings.rooms and len(settings.keepers) < 2:
        mistakes.append(f"{_SECTION}.keepers 至少写两个人的 userid：他们留在备用应急群里")
    if mistakes:
        raise SettingsMistake("\n".join(mistakes))
    by_chat, by_department = _webhooks(company)
    return Config(
        bot_id=settings.bot_id,
        secret=bot_secret,
        corp_id=settings.corp_id,
        agent_id=settings.agent_id,
        app_secret=app_secret,
        bot_name=settings.bot_name,
        called_back=called_back,
        bot_key=bot_key if called_back else Key(),
        app_key=app_key,
        api_base=settings.api_base.rstrip("/"),
        ws_url=settings.ws_url,
        login_base=settings.login_base.rstrip("/"),
        open_base=settings.open_base.rstrip("/"),
        webhooks=by_chat,
        department_webhooks=by_department,
        rooms=settings.rooms,
        keepers=settings.keepers,
        voice=settings.voice,
        admin=settings.admin,
    )


def _key(prefix: str, settings: WeCom, mistakes: list[str]) -> Key:
    try:
        found = Key(
            *(
                optional_secret_of(
                    f"{_SECTION}.{name}", getattr(settings, name), getattr(settings, f"{name}_file")
                )
                for name in (f"{prefix}token", f"{prefix}encoding_aes_key")
            )
        )
    except SettingsMistake as mistake:
        mistakes.append(str(mistake))
        return Key()
    if bool(found.token) != bool(found.encoding_aes_key):
        mistakes.append(f"{_SECTION}.{prefix}token 和 {prefix}encoding_aes_key 要一起写")
    elif found.token:
        try:
            key_of(found.encoding_aes_key)
        except ValueError:
            mistakes.append(f"{_SECTION}.{prefix}encoding_aes_key 要 43 个字母和数字，重新抄一次")
    return found


def _webhooks(company: object) -> tuple[dict[str, str], dict[str, str]]:
    """The company file's addresses: by chatid where it is written, and by department's key."""
    by_chat: dict[str, str] = {}
    by_department: dict[str, str] = {}
    for key, group in groups_of(company):
        # Sometimes the whole address is copied.
        if hook := after("key", group.get("wecom_webhook")):
            by_department[key] = hook
            if group.get("wecom"):
                by_chat[str(group["wecom"])] = hook
    return by_chat, by_department


def connect(
    settings: WeCom, company: object, memory: Memory, now: Callable[[], datetime]
) -> Connection:
    """The platform, not yet started. Raises SettingsMistake with all mistakes."""
    config, files = wecom_config(settings, company), Path(settings.files)
    # These words tell no time of day.
    renderer = renderer_for(ZoneInfo("Asia/Shanghai"))

    def words(template: str, facts: Mapping[str, Any]) -> str:
        return renderer.words(template, "text", facts, now())

    platform = WeComPlatform(config, memory, now, files=files, words=words)

    def mount(app: web.Application) -> None:
        if platform.callbacks.names:
            add_wecom(app, platform.callbacks)

    login = Login(config, platform.app) if config.has_app else None
    return Connection(platform, ALLOWANCE, mount, login, files, platform.meet)
