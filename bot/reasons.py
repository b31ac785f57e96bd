"""Why the system would not open something, in people's words."""

from __future__ import annotations

import errno
from collections.abc import Mapping

_WORDS: Mapping[int, str] = {
    errno.ENOENT: "没有这个文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EADDRINUSE: "端口已被占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
    errno.ENOSPC: "磁盘满了",
}


def reason_of(error: OSError) -> str:
    """A few Chinese words; what the system says itself where it is something rare."""
    return _WORDS.get(error.errno or 0, error.strerror or type(error).__name__)
