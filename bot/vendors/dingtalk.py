"""DingTalk's section of the settings into its platform."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp import web

from bot.platforms.base import Memory
from bot.platforms.dingtalk import (
    CARDS,
    MESSAGES,
    NAME,
    Config,
    DingTalkPlatform,
    Login,
    Standby,
    Webhook,
)
from bot.platforms.envelope import key_of
from bot.settings import DingTalk, SettingsMistake
from bot.vendors.connection import Connection
from bot.vendors.groups import after, groups_of
from bot.vendors.secrets import optional_secret_of, secret_of
from bot.web.callbacks import add_dingtalk
from bot.workers.limits import Allowance

__all__ = ["NAME", "connect", "dingtalk_config"]

#: A robot webhook takes 20 a minute and is then silent for ten. All processes count together here,
#: and two are left for what is said in parts. For the other ways the vendor publishes no figure.
#: Three are kept for what is urgent.
ALLOWANCE = Allowance(18, timedelta(minutes=1), reserve=3)


def dingtalk_config(settings: DingTalk, company: object) -> Config:
    """Raises SettingsMistake with all mistakes."""
    mistakes: list[str] = []
    if not settings.client_id:
        mistakes.append("platforms.dingtalk.client_id 没有写：开发者后台→应用→凭证 里的 Client ID")
    if settings.mode not in ("stream", "callback"):
        mistakes.append(f"platforms.dingtalk.mode「{settings.mode}」：写 stream 或 callback")
    secret, event_token, event_aes_key = _secrets(settings, mistakes)
    if event_aes_key or event_token:
        try:
            key_of(event_aes_key)
        except ValueError:
            mistakes.append(
                "platforms.dingtalk.event_aes_key 不对：事件订阅页里的「加密 aes_key」，43 位"
            )
    if mistakes:
        raise SettingsMistake("\n".join(mistakes))
    by_chat, by_department = _webhooks(company)
    # Without an address of ours to lead to, a card's buttons need the Stream.
    leads = settings.mode == "stream" or settings.callback_url
    return Config(
        client_id=settings.client_id,
        client_secret=secret,
        robot_code=settings.robot_code,
        api_base=settings.api_base.rstrip("/"),
        oapi_base=settings.oapi_base.rstrip("/"),
        login_base=settings.login_base.rstrip("/"),
        called_back=settings.mode == "callback",
        card_template=settings.card_template if leads else "",
        webhooks=by_chat,
        department_webhooks=by_department,
        standby=tuple(Standby(g.openConversationId, g.chatid) for g in settings.standby),
        monthly_calls=settings.monthly_calls,
        monthly_messages=settings.monthly_messages,
        admin=settings.admin,
        agent_id=settings.agent_id,
        callback_url=settings.callback_url,
        event_token=event_token,
        event_aes_key=event_aes_key,
    )


def _secrets(settings: DingTalk, mistakes: list[str]) -> list[str]:
    """The robot's, and the events' token and key."""
    found = []
    for name, of in (
        ("client_secret", secret_of),
        ("event_token", optional_secret_of),
        ("event_aes_key", optional_secret_of),
    ):
        value, file = getattr(settings, name), getattr(settings, f"{name}_file")
        try:
            found.append(of(f"platforms.dingtalk.{name}", value, file))
        except SettingsMistake as mistake:
            mistakes.append(str(mistake))
            found.append("")
    return found


def _webhooks(company: object) -> tuple[dict[str, Webhook], dict[str, Webhook]]:
    """The company file's addresses: by conversation where it is written, and by department."""
    by_chat: dict[str, Webhook] = {}
    by_department: dict[str, Webhook] = {}
    for key, group in groups_of(company):
        # Sometimes the whole address is copied.
        if token := after("access_token", group.get("dingtalk_webhook")):
            hook = Webhook(token, str(group.get("dingtalk_webhook_secret") or ""))
            by_department[key] = hook
            if group.get("dingtalk"):
                by_chat[str(group["dingtalk"])] = hook
    return by_chat, by_department


def connect(
    settings: DingTalk, company: object, memory: Memory, now: Callable[[], datetime]
) -> Connection:
    """The platform, not yet started. Raises SettingsMistake with all mistakes."""
    config, files = dingtalk_config(settings, company), Path(settings.files)
    platform = DingTalkPlatform(config, memory, now, files=files)

    def mount(app: web.Application) -> None:
        if settings.mode == "callback":
            add_dingtalk(app, platform, MESSAGES, CARDS)

    return Connection(
        platform, ALLOWANCE, mount, Login(config, platform.rest), files, platform.meet
    )
