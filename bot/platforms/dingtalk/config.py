"""What the platform is told when it is built; nothing here is read from a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Webhook:
    """A group's own robot address: the way that rings people by id without a card."""

    access_token: str
    secret: str = ""


@dataclass(frozen=True, slots=True)
class Standby:
    """A group that this app made before the season and a person put the robot into."""

    openConversationId: str
    chatid: str


@dataclass(frozen=True, slots=True)
class Config:
    """`webhooks` by openConversationId; `department_webhooks` by department's key ("" are the
    leaders), for groups that are bound in chat. Without `card_template` tickets are plain messages.
    """

    client_id: str
    client_secret: str
    robot_code: str = ""
    #: the vendor calls us; else we hear by Stream
    called_back: bool = False
    api_base: str = "https://api.dingtalk.com"
    oapi_base: str = "https://oapi.dingtalk.com"
    login_base: str = "https://login.dingtalk.com"
    card_template: str = ""
    webhooks: Mapping[str, Webhook] = field(default_factory=dict)
    department_webhooks: Mapping[str, Webhook] = field(default_factory=dict)
    standby: tuple[Standby, ...] = ()
    #: calls the organisation may make in a calendar month, over all its apps
    monthly_calls: int = 5000
    #: what it may receive by Stream and say by webhook
    monthly_messages: int = 3000
    #: the user id of whoever is told when a quota runs low
    admin: str = ""
    #: the app's number, without which there are no work notices
    agent_id: int = 0
    #: in callback mode: where we can be reached, and what events are sealed with
    callback_url: str = ""
    event_token: str = ""
    event_aes_key: str = ""

    @property
    def robot(self) -> str:
        """An enterprise app's robot code is normally its client id."""
        return self.robot_code or self.client_id
