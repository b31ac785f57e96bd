"""Scan login: the vendor's page, a code, and the colleague behind it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from bot.platforms.base import Refused
from bot.platforms.wecom.app import App
from bot.platforms.wecom.config import Config


class Login:
    """A code is good for five minutes and once."""

    def __init__(self, config: Config, app: App) -> None:
        self._config = config
        self._app = app

    def address(self, back: str, state: str, agent: str) -> str:
        """Inside the vendor's own app there is nothing to scan: it knows who is there."""
        config = self._config
        if "wxwork" in agent.lower():
            query = {
                "appid": config.corp_id,
                "redirect_uri": back,
                "response_type": "code",
                "scope": "snsapi_base",
                "state": state,
                "agentid": str(config.agent_id),
            }
            page = f"{config.open_base}/connect/oauth2/authorize"
            return f"{page}?{urlencode(query)}#wechat_redirect"
        query = {
            "login_type": "CorpApp",
            "appid": config.corp_id,
            "agentid": str(config.agent_id),
            "redirect_uri": back,
            "state": state,
        }
        return f"{config.login_base}/wwlogin/sso/login?{urlencode(query)}"

    async def who(self, query: Mapping[str, str]) -> str | None:
        """The user id of whoever scanned; None for somebody who is no colleague."""
        if not query.get("code"):
            raise Refused("no code came back")
        return await self._app.user_of_code(query["code"])
