"""Many small messages waiting for one chat become one that names each ticket.

A storm of tickets would otherwise wait its turn for a quarter of an hour at a vendor's limit. What
is major, escalates, asks or answers a question stays a message of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from bot.domain.notices import Kind, Priority
from storage.rows import OutboxRow

_MERGED = {Kind.OPENED, Kind.DISPATCHED, Kind.REMINDER, Kind.REPLY, Kind.PROGRESS, Kind.CLOSED}


def is_urgent(row: OutboxRow) -> bool:
    """What the reserve of a chat's limit is for."""
    return row.priority < Priority.REMINDER


def mergeable(row: OutboxRow) -> bool:
    """Whether it may become a line of a digest. What failed before goes alone, so as to spoil
    nothing."""
    if row.kind != "message" or row.ticket is None or is_urgent(row) or row.attempts:
        return False
    rule = str(row.payload["rule"] or "")
    return row.payload["kind"] in _MERGED and not row.payload["pin"] and not rule.startswith("R3.3")


def merged(rows: Sequence[OutboxRow], most: int) -> list[list[OutboxRow]]:
    """The rows in messages: what can't be merged alone, the rest together, in order."""
    groups: list[list[OutboxRow]] = []
    open_group: list[OutboxRow] | None = None
    for row in rows:
        if not mergeable(row) or most < 2:
            groups.append([row])
        elif open_group is not None and len(open_group) < most:
            open_group.append(row)
        else:
            open_group = [row]
            groups.append(open_group)
    return groups


def key_of(rows: Sequence[OutboxRow]) -> str:
    """The same rows make the same message."""
    if len(rows) == 1:
        return rows[0].key
    together = "\n".join(row.key for row in rows)
    digest = hashlib.md5(together.encode(), usedforsecurity=False).hexdigest()
    return f"digest/{digest}"
