"""WeCom: an AI bot that hears, webhooks that ring, and a self-built app that knows people."""

from bot.platforms.wecom.callbacks import Answer, Callbacks
from bot.platforms.wecom.config import Config, Key
from bot.platforms.wecom.hearing import NAME
from bot.platforms.wecom.link import Timing
from bot.platforms.wecom.login import Login
from bot.platforms.wecom.platform import WeComPlatform

__all__ = ["NAME", "Answer", "Callbacks", "Config", "Key", "Login", "Timing", "WeComPlatform"]
