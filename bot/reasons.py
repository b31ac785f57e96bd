"""Why the system would not open something, in people's words."""

from __future__ import annotations

import errno
import socket
from collections.abc import Mapping

import yaml

_WORDS: Mapping[int, str] = {
    errno.ENOENT: "没有这个文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EADDRINUSE: "端口已被占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
    errno.ENOSPC: "磁盘满了",
    errno.ECONNREFUSED: "连不上，没开着或端口不对",
}


def reason_of(error: OSError) -> str:
    """A few Chinese words; what the system says itself where it is something rare."""
    if isinstance(error, socket.gaierror):
        return "没有这个主机名"
    return _WORDS.get(error.errno or 0, error.strerror or type(error).__name__)


def reason_no_yaml(error: yaml.YAMLError | UnicodeDecodeError) -> str:
    """Where it stops being YAML."""
    if isinstance(error, UnicodeDecodeError):
        return "要用 UTF-8 存"
    mark = getattr(error, "problem_mark", None)
    where = f"第 {mark.line + 1} 行第 {mark.column + 1} 个字附近，" if mark else ""
    return f"{where}检查缩进、引号、括号和冒号后的空格"


def reason_no_database(error: Exception) -> str:
    """What the driver says, in one line."""
    if isinstance(error.__cause__, OSError):
        error = error.__cause__
    if isinstance(error, OSError):
        return reason_of(error)
    said = " ".join(str(error).splitlines()[:1]) or type(error).__name__
    if "unable to open database file" in said:
        return "打不开这个文件，所在的文件夹要先有、能写"
    if "file is not a database" in said:
        return "这个文件不是 SQLite 数据库，或已经损坏"
    return said


def reason_no_schema(*, newer: bool) -> str:
    """A database that this version can't work with, and what to do."""
    if newer:
        return "数据库已经升到更新的版本：装回新版的 heatdesk，或恢复升级前的备份"
    return "数据库还不是这个版本的：先运行 heatdesk migrate"
