"""Settings: heatdesk.toml, with each key also as an environment variable. Read in one place."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from bot.reasons import reason_of

PREFIX = "HEATDESK_"


class SettingsMistake(ValueError):
    """Every mistake in the settings, one a line, each with its mend.

    `rest` are the settings without them, for a look at what else may be wrong.
    """

    rest: Settings | None = None


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
    `clients` are those of `POST /api/complaints`, by a name of ours.
    """

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    base_url: str = ""
    proxies: tuple[str, ...] = ()
    clients: dict[str, Client] = {}

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
    event_aes_key: SecretStr | None = None
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
    encoding_aes_key: SecretStr | None = None
    app_token: SecretStr | None = None
    app_encoding_aes_key: SecretStr | None = None
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


def read_settings(path: Path | None, environ: Mapping[str, str] | None = None) -> Settings:
    """The file's values, under the environment's. Raises SettingsMistake with all mistakes."""
    values: dict[str, Any] = {}
    if path is not None:
        try:
            values = tomllib.loads(path.read_text("utf-8"))
        except OSError as error:
            raise SettingsMistake(f"读不了 {path}：{reason_of(error)}") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsMistake(f"{path} 不是 TOML：{_no_toml(error)}") from None
    for name, value in (os.environ if environ is None else environ).items():
        if name.startswith(PREFIX) and not name.startswith(f"{PREFIX}TEST_"):
            _put(values, name.removeprefix(PREFIX).lower().split("__"), value)
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        mistake = SettingsMistake("\n".join(_explain(e) for e in error.errors()))
        mistake.rest = _without(values, [e["loc"] for e in error.errors()])
        raise mistake from None


def _without(values: dict[str, Any], wrong: list[tuple[int | str, ...]]) -> Settings | None:
    for where in wrong:
        section: Any = values
        for key in where[:-1]:
            section = section.get(key) if isinstance(section, dict) else None
        if isinstance(section, dict):
            section.pop(where[-1], None)
    try:
        return Settings.model_validate(values)
    except ValidationError:
        return None


def _no_toml(error: ValueError) -> str:
    at = re.search(r"line (\d+), column (\d+)", str(error))
    if isinstance(error, UnicodeDecodeError) or at is None:
        return "要用 UTF-8 存，写成 键 = 值"
    return f'第 {at[1]} 行第 {at[2]} 个字附近，文字要加引号，写成 键 = "值"'


def _put(values: dict[str, Any], keys: list[str], value: str) -> None:
    for key in keys[:-1]:
        below = values.setdefault(key, {})
        if not isinstance(below, dict):
            return
        values = below
    values[keys[-1]] = value


def _explain(error: Any) -> str:
    where = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        near = difflib.get_close_matches(where, _known(Settings, ""), n=1, cutoff=0.5)
        hint = f"是不是「{near[0]}」？" if near else f"各节是 {'、'.join(Settings.model_fields)}"
        return f"没有「{where}」这一项，{hint}"
    if error["type"] == "missing":
        return f"少了「{where}」：写上它"
    limit = {"ge": "不小于", "gt": "大于", "le": "不大于"}
    asked = [f"{limit[k]} {v}" for k, v in (error.get("ctx") or {}).items() if k in limit]
    for kind, words in _KINDS.items():
        if error["type"].startswith(kind):
            return f"{where}：要写成{words}，现在是「{_shown(where, error['input'])}」"
    if asked:
        return f"{where}：要{'、'.join(asked)}，现在是「{_shown(where, error['input'])}」"
    return f"{where}：{error['msg'].removeprefix('Value error, ')}"


#: What pydantic calls a mistake, and what would be right.
_KINDS = {
    "int": "整数，如 8080",
    "float": "数字，如 10",
    "bool": " true 或 false",
    "string_pattern": "网址，如 https://heat.example.com",
    "string": "加引号的文字",
    "tuple": '列表，如 ["…"]',
    "model": "一节，如 [web]",
}


def _shown(where: str, value: object) -> str:
    """A secret is never shown."""
    secret = any(word in where for word in ("secret", "key", "token"))
    return "…" if secret or not isinstance(value, str | int | float) else str(value)[:40]


def _known(model: type[BaseModel], prefix: str) -> list[str]:
    names: list[str] = []
    for name, field in model.model_fields.items():
        names.append(prefix + name)
        for kind in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                names += _known(kind, f"{prefix}{name}.")
    return names
