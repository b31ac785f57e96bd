"""Every section that the settings have, with its keys and their defaults."""

from __future__ import annotations

import re
from ipaddress import ip_address

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Database(_Section):
    """Where the data is."""

    url: str = "sqlite:///heatdesk.db"

    @field_validator("url")
    @classmethod
    def _kind(cls, value: str) -> str:
        if not re.match(r"(sqlite|sqlite\+aiosqlite|postgresql\+asyncpg)://", value):
            raise ValueError(
                "写成 sqlite:///heatdesk.db 或 postgresql+asyncpg://用户:密码@主机/库名"
            )
        return value


class Client(_Section):
    """A system that may bring in complaints by `POST /api/complaints`; `label` is what people read
    of where they come from."""

    label: str = Field(default="", max_length=20)
    token: SecretStr | None = None
    token_file: str | None = None
    per_minute: int = Field(default=60, ge=1, le=6000)


class Web(_Section):
    """Where the pages are. `base_url` is how people's browsers reach them.

    `proxies` are the addresses of the proxies before them: their `X-Forwarded-For` is believed.
    `clients` are those of `POST /api/complaints`, by a name of ours. With `public` anybody may
    complain on a page, which shows `hotline` for whoever would rather talk.
    """

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    base_url: str = ""
    proxies: tuple[str, ...] = ()
    clients: dict[str, Client] = {}
    public: bool = False
    hotline: str = Field(default="", max_length=30, pattern=r"^[0-9 +()（）转-]*$")

    @field_validator("clients")
    @classmethod
    def _named(cls, values: dict[str, Client]) -> dict[str, Client]:
        if wrong := [name for name in values if not re.fullmatch(r"[A-Za-z0-9_-]{1,32}", name)]:
            raise ValueError(f"「{wrong[0][:40]}」不能做名字：用英文字母、数字、- 和 _，最多 32 个")
        return values

    @field_validator("proxies", mode="before")
    @classmethod
    def _proxies(cls, values: object) -> tuple[str, ...]:
        """A list, or in an environment variable addresses with commas between them."""
        listed = values.split(",") if isinstance(values, str) else values
        try:
            return tuple(str(ip_address(str(each).strip())) for each in listed)  # type: ignore[attr-defined]
        except (ValueError, TypeError):
            raise ValueError('写成 ["127.0.0.1"] 这样，是代理服务器的 IP 地址') from None

    @field_validator("base_url")
    @classmethod
    def _address(cls, value: str) -> str:
        """Without a path: cookies and vendors' ways back belong to the whole address."""
        if value and not re.fullmatch(r"https?://[^/?#\s@]+/?", value):
            raise ValueError("写成 https://heat.example.com 这样，后面不带路径")
        return value.rstrip("/")


class CompanyFile(_Section):
    """Who the company is. `zone` is its wall clock."""

    file: str = "company.yaml"
    zone: str = "Asia/Shanghai"


class StandbyGroup(_Section):
    """A group made by the app before the season, with the robot in it."""

    openConversationId: str
    chatid: str


class DingTalk(_Section):
    """An enterprise-internal app robot."""

    mode: str = "stream"
    client_id: str = ""
    client_secret: SecretStr | None = None
    client_secret_file: str | None = None
    robot_code: str = ""
    api_base: str = "https://api.dingtalk.com"
    oapi_base: str = "https://oapi.dingtalk.com"
    login_base: str = "https://login.dingtalk.com"
    card_template: str = ""
    standby: tuple[StandbyGroup, ...] = ()
    monthly_calls: int = Field(default=5000, ge=1)
    monthly_messages: int = Field(default=3000, ge=1)
    admin: str = ""
    agent_id: int = 0
    callback_url: str = ""
    event_token: SecretStr | None = None
    event_token_file: str | None = None
    event_aes_key: SecretStr | None = None
    event_aes_key_file: str | None = None
    files: str = "attachments"


class WeCom(_Section):
    """An AI bot, with the self-built app beside it."""

    mode: str = "socket"
    bot_id: str = ""
    secret: SecretStr | None = None
    secret_file: str | None = None
    corp_id: str = ""
    agent_id: int = 0
    app_secret: SecretStr | None = None
    app_secret_file: str | None = None
    bot_name: str = ""
    token: SecretStr | None = None
    token_file: str | None = None
    encoding_aes_key: SecretStr | None = None
    encoding_aes_key_file: str | None = None
    app_token: SecretStr | None = None
    app_token_file: str | None = None
    app_encoding_aes_key: SecretStr | None = None
    app_encoding_aes_key_file: str | None = None
    api_base: str = "https://qyapi.weixin.qq.com"
    ws_url: str = "wss://openws.work.weixin.qq.com"
    login_base: str = "https://login.work.weixin.qq.com"
    open_base: str = "https://open.weixin.qq.com"
    rooms: int = Field(default=0, ge=0, le=20)
    keepers: tuple[str, ...] = ()
    voice: bool = False
    admin: str = ""
    files: str = "attachments"


class GatewaySection(_Section):
    """The company's own telephone or SMS gateway; calls go to `url`, signed."""

    url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    secret: SecretStr | None = None
    secret_file: str | None = None


class Model(_Section):
    """An OpenAI-compatible service inside the company's network, for what the rules are unsure of.

    `url` is written as far as /v1; the key is optional.
    """

    url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    model: str = ""
    api_key: SecretStr | None = None
    api_key_file: str | None = None
    timeout_seconds: float = Field(default=10, gt=0, le=60)


class Reading(_Section):
    """How complaints are read: by our own rules, with a second reader where there is one."""

    llm: Model | None = None


class Platforms(_Section):
    """The vendors' platforms in use."""

    dingtalk: DingTalk | None = None
    wecom: WeCom | None = None


_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class Settings(_Section):
    """Everything that can be set."""

    database: Database = Database()
    web: Web = Web()
    company: CompanyFile = CompanyFile()
    platforms: Platforms = Platforms()
    gateway: GatewaySection | None = None
    reading: Reading = Reading()
    log_level: str = "INFO"

    @field_validator("log_level")
    @classmethod
    def _level(cls, value: str) -> str:
        if value.upper() not in _LEVELS:
            raise ValueError(f"写 {'、'.join(_LEVELS)} 之一")
        return value.upper()
