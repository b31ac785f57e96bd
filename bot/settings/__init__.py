"""Settings: heatdesk.toml, with each key also as an environment variable. Read in one place."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.reasons import reason_of
from bot.settings.sections import DingTalk as DingTalk
from bot.settings.sections import Settings as Settings
from bot.settings.sections import WeCom as WeCom

PREFIX = "HEATDESK_"


class SettingsMistake(ValueError):
    """Every mistake in the settings, one a line, each with its mend.

    `rest` are the settings without them, for a look at what else may be wrong.
    """

    rest: Settings | None = None


def read_settings(path: Path | None, environ: Mapping[str, str] | None = None) -> Settings:
    """The file's values, under the environment's. Raises SettingsMistake with all mistakes."""
    values: dict[str, Any] = {}
    if path is not None:
        try:
            values = tomllib.loads(path.read_text("utf-8-sig"))
        except OSError as error:
            raise SettingsMistake(f"读不了 {path}：{reason_of(error)}，检查路径和权限") from None
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
