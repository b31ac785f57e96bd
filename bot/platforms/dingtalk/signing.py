"""Signatures, ours and theirs. Everything that is wrong is refused."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from urllib.parse import quote_plus

#: A callback further away from our clock than this is stale.
FRESH = timedelta(hours=1)


def sign(secret: str, timestamp: str) -> str:
    """base64(HMAC-SHA256(secret, timestamp ⏎ secret)): robot callbacks and signed webhooks."""
    return _mac(secret, f"{timestamp}\n{secret}")


def sign_card(secret: str, timestamp: str) -> str:
    """The same for card callbacks, over the timestamp alone."""
    return _mac(secret, timestamp)


def _mac(secret: str, words: str) -> str:
    digest = hmac.new(secret.encode(), words.encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def fresh(timestamp: str, now: datetime) -> bool:
    """Whether it is an instant of theirs not too far from our clock."""
    if not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 15:
        return False
    return abs(now.timestamp() - int(timestamp) / 1000) <= FRESH.total_seconds()


def is_genuine(given: str, right: str, timestamp: str, now: datetime) -> bool:
    """Whether a callback is theirs and fresh; compared in constant time."""
    same = hmac.compare_digest(given.encode(), right.encode())
    return fresh(timestamp, now) and same


def webhook_query(access_token: str, secret: str, now: datetime) -> str:
    """The query of a robot webhook; both signature parts belong into the address."""
    query = f"access_token={quote_plus(access_token)}"
    if not secret:
        return query
    timestamp = str(int(now.timestamp() * 1000))
    return f"{query}&timestamp={timestamp}&sign={quote_plus(sign(secret, timestamp))}"
