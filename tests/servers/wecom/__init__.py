"""A scripted WeCom: the long connection, webhooks, the self-built app and its callbacks.

It keeps the vendor's documented rules and has knobs for its faults, and for both behaviours where
nobody knows which is true. `python -m tests.servers.wecom --port N` serves it alone.
"""

from tests.servers.wecom.server import WeComServer
from tests.servers.wecom.world import (
    AES_KEY,
    AGENT,
    APP_SECRET,
    BOT,
    BOT_NAME,
    CORP,
    SECRET,
    TOKEN,
    Group,
    Person,
)

__all__ = [
    "AES_KEY",
    "AGENT",
    "APP_SECRET",
    "BOT",
    "BOT_NAME",
    "CORP",
    "SECRET",
    "TOKEN",
    "Group",
    "Person",
    "WeComServer",
]
