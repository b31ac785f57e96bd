"""What the platform is told when it is built; nothing here is read from a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Key:
    """One callback address's credentials."""

    token: str = ""
    encoding_aes_key: str = ""


@dataclass(frozen=True, slots=True)
class Config:
    """The AI bot, the self-built app beside it, and the groups' webhooks.

    `webhooks` by the bot's chatid; `department_webhooks` by department's key ("" are the leaders),
    for groups that are bound in chat.
    """

    bot_id: str
    secret: str = ""
    corp_id: str = ""
    agent_id: int = 0
    app_secret: str = ""
    #: what stands after the @ in a group's messages
    bot_name: str = ""
    called_back: bool = False
    bot_key: Key = Key()
    app_key: Key = Key()
    api_base: str = "https://qyapi.weixin.qq.com"
    ws_url: str = "wss://openws.work.weixin.qq.com"
    login_base: str = "https://login.work.weixin.qq.com"
    open_base: str = "https://open.weixin.qq.com"
    webhooks: Mapping[str, str] = field(default_factory=dict)
    department_webhooks: Mapping[str, str] = field(default_factory=dict)
    #: emergency rooms that are kept ready, and who stays in them
    rooms: int = 0
    keepers: tuple[str, ...] = ()
    #: whether the company has 紧急通知 (voice calls)
    voice: bool = False
    #: the user id of whoever is told when something needs a person
    admin: str = ""

    @property
    def has_app(self) -> bool:
        """Without the app: no directory, no groups, no messages to people."""
        return bool(self.corp_id and self.app_secret)

    @property
    def name_prefix(self) -> str:
        """Opens the chatids of the rooms that this app keeps ready."""
        return f"heatdesk{self.agent_id}room"
