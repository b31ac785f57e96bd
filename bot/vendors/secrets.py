"""Secrets from the settings themselves or from a file."""

from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr

from bot.reasons import reason_of
from bot.settings import SettingsMistake


def secret_of(name: str, value: SecretStr | None, file: str | None) -> str:
    """The secret called `name`. Raises SettingsMistake where it is not to be had."""
    if value is not None and value.get_secret_value():
        return value.get_secret_value()
    if not file:
        raise SettingsMistake(f"{name} 没有写：写 {name}，或把它放进文件，用 {name}_file 写路径")
    try:
        found = Path(file).read_text("utf-8-sig").strip()
    except OSError as error:
        raise SettingsMistake(f"{name}_file 读不了 {file}：{reason_of(error)}") from None
    except UnicodeDecodeError:
        raise SettingsMistake(f"{name}_file 里的 {file} 不是文字：里面只写密钥") from None
    if not found:
        raise SettingsMistake(f"{name}_file 里的 {file} 是空的")
    return found


def optional_secret_of(name: str, value: SecretStr | None, file: str | None) -> str:
    """The same, and empty where it was written neither way."""
    given = file or (value is not None and value.get_secret_value())
    return secret_of(name, value, file) if given else ""
