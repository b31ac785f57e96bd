"""Settings: heatdesk.toml, with each key also as an environment variable. Read in one place."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from bot.reasons import reason_of

PREFIX = "HEATDESK_"


class SettingsMistake(ValueError):
    """Every mistake in the settings, one a line, each with its mend."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Database(_Section):
    """Where the data is."""

    url: str = "sqlite:///heatdesk.db"


class Web(_Section):
    """Where the pages are. `base_url` is how people's browsers reach them."""

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    base_url: str = ""

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


class Settings(_Section):
    """Everything that can be set."""

    database: Database = Database()
    web: Web = Web()
    company: CompanyFile = CompanyFile()
    platforms: Platforms = Platforms()
    gateway: GatewaySection | None = None
    reading: Reading = Reading()
    log_level: str = "INFO"


def read_settings(path: Path | None, environ: Mapping[str, str] | None = None) -> Settings:
    """The file's values, under the environment's. Raises SettingsMistake with all mistakes."""
    values: dict[str, Any] = {}
    if path is not None:
        try:
            values = tomllib.loads(path.read_text("utf-8"))
        except OSError as error:
            raise SettingsMistake(f"读不了 {path}：{reason_of(error)}") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsMistake(f"{path} 不是 TOML：{error}") from None
    for name, value in (os.environ if environ is None else environ).items():
        if name.startswith(PREFIX) and not name.startswith(f"{PREFIX}TEST_"):
            _put(values, name.removeprefix(PREFIX).lower().split("__"), value)
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsMistake("\n".join(_explain(e) for e in error.errors())) from None


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
        near = difflib.get_close_matches(where, _known(Settings, ""), n=1, cutoff=0.3)
        return f"没有「{where}」这一项" + (f"，是不是「{near[0]}」？" if near else "")
    return f"{where}：{error['msg'].removeprefix('Value error, ')}"


def _known(model: type[BaseModel], prefix: str) -> list[str]:
    names: list[str] = []
    for name, field in model.model_fields.items():
        names.append(prefix + name)
        for kind in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                names += _known(kind, f"{prefix}{name}.")
    return names
