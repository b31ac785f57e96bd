"""Groups' own addresses: the way that rings, needs no token and hears nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from bot.domain.chat import ChatRef
from bot.domain.company import Company
from bot.platforms.asking import Http, as_json
from bot.platforms.base import Later
from bot.platforms.wecom import errors
from bot.platforms.wecom.budget import WEBHOOK, Budget
from bot.platforms.wecom.config import Config


class Webhooks:
    """Written with a group's chatid, or with a department whose group is bound in chat."""

    def __init__(self, config: Config, http: Http) -> None:
        self._config = config
        self._http = http
        self.company: Callable[[], Awaitable[Company | None]] | None = None
        self._often = Budget(WEBHOOK)
        #: told of what only a person can mend
        self.alarm: Callable[[str], None] = lambda words: None

    async def of(self, chat: ChatRef) -> str:
        """The group's key; empty where it has none."""
        if chat.chat_id in self._config.webhooks:
            return self._config.webhooks[chat.chat_id]
        hooks = self._config.department_webhooks
        company = await self.company() if hooks and self.company is not None else None
        if company is None:
            return ""
        if chat in company.leader_groups:
            return hooks.get("", "")
        department = company.department_of_chat(chat)
        return hooks.get(department.key, "") if department else ""

    def take(self, hook: str, now: datetime, units: int = 1) -> None:
        """Counts what is about to be said. Raises Later where it would be too much."""
        self._often.take(hook, now, units)

    async def say(self, hook: str, body: Mapping[str, Any], now: datetime) -> None:
        """One message; counted before."""
        url = f"{self._config.api_base}/cgi-bin/webhook/send?key={quote(hook, safe='')}"
        try:
            await self.post(url, as_json(body))
        except Later as later:
            self._often.close(hook, now, later.wait)
            raise
        except errors.Misconfigured as error:
            self.alarm(f"有个群的消息推送不能用，@ 人不响：{error}")
            raise

    async def upload(self, hook: str, headers: Mapping[str, str], body: bytes) -> str:
        """A file for this address alone; its media_id."""
        base = f"{self._config.api_base}/cgi-bin/webhook/upload_media"
        url = f"{base}?key={quote(hook, safe='')}&type=file"
        return str((await self.post(url, body, headers)).get("media_id") or "")

    async def post(
        self, url: str, body: bytes, headers: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """To an address that needs no token."""
        status, answer = await self._http.ask("POST", url, body, headers)
        if (wrong := errors.judge(status, answer)) is not None:
            raise wrong
        return answer or {}
