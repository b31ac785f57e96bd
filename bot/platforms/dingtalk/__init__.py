"""DingTalk: an enterprise-internal app robot, heard by Stream or by callback."""

from bot.platforms.dingtalk.config import Config, Standby, Webhook
from bot.platforms.dingtalk.hearing import NAME
from bot.platforms.dingtalk.login import Login
from bot.platforms.dingtalk.platform import DingTalkPlatform
from bot.platforms.dingtalk.stream import CARDS, MESSAGES

__all__ = [
    "CARDS",
    "MESSAGES",
    "NAME",
    "Config",
    "DingTalkPlatform",
    "Login",
    "Standby",
    "Webhook",
]
