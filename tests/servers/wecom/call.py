"""One call of the HTTP interfaces."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from aiohttp import web

from tests.servers.wecom.errors import Wrong

_ESCAPED = re.compile(rb"(?<!\\)(?:\\\\)*\\u[0-9a-fA-F]{4}")


@dataclass
class Call:
    """What was asked."""

    request: web.Request
    raw: bytes

    @property
    def query(self) -> Mapping[str, str]:
        """The address's parameters."""
        return self.request.query

    @cached_property
    def json(self) -> dict[str, Any]:
        """The body: real characters, no escaped ones."""
        if _ESCAPED.search(self.raw):
            raise Wrong(40033)
        try:
            body = json.loads(self.raw.decode())
        except ValueError:
            raise Wrong(40035, "Warning: wrong json format. ") from None
        if not isinstance(body, dict):
            raise Wrong(40035)
        return body
