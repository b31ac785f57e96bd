"""The embedded platform: work groups that need no account anywhere."""

from bot.platforms.local.chats import BOT, LocalChats
from bot.platforms.local.platform import LocalPlatform
from bot.platforms.local.records import (
    Called,
    Excerpt,
    Group,
    Happening,
    Participant,
    Posted,
)
from bot.platforms.local.stream import Subscription

__all__ = [
    "BOT",
    "Called",
    "Excerpt",
    "Group",
    "Happening",
    "LocalChats",
    "LocalPlatform",
    "Participant",
    "Posted",
    "Subscription",
]
