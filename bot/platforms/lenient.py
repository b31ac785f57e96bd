"""Values as the vendor really sends them: objects and lists that may come as strings of JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def object_of(value: Any) -> Mapping[str, Any]:
    """An object; empty for everything that is none."""
    found = _decoded(value)
    return found if isinstance(found, Mapping) else {}


def list_of(value: Any) -> list[Any]:
    """A list; empty for everything that is none."""
    found = _decoded(value)
    return found if isinstance(found, list) else []


def _decoded(value: Any) -> Any:
    if not isinstance(value, str | bytes):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return None
