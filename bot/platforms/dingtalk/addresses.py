"""Addresses that cost no call: the answer's, and a group's own robot webhook."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.domain.chat import ChatRef
from bot.domain.company import Company
from bot.platforms.asking import LONGEST_WAIT
from bot.platforms.dingtalk.config import Config, Webhook

#: A robot webhook takes 20 a minute; beyond that it is silent for ten.
WEBHOOK_MOST = 18
#: Who sent the message lives this long as an address; theirs is ninety minutes.
SESSION_LASTS = timedelta(minutes=85)
_MOST_SESSIONS = 10_000


class Addresses:
    """Which of them may be used now."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self.company: Callable[[], Awaitable[Company | None]] | None = None
        self._webhooks = dict(config.webhooks)
        self._sessions: dict[str, tuple[str, datetime]] = {}
        self._sent: dict[str, list[datetime]] = {}
        self._silent_until: dict[str, datetime] = {}

    def heard(self, chat_id: str, address: str, until: datetime) -> None:
        """Somebody spoke: answers may go this way for a while. Foreign hosts are not believed."""
        theirs, ours = urlsplit(address), urlsplit(self._config.oapi_base)
        if (theirs.scheme, theirs.netloc) == (ours.scheme, ours.netloc):
            self._sessions[chat_id] = (address, until)
            if len(self._sessions) > _MOST_SESSIONS:
                del self._sessions[next(iter(self._sessions))]

    def session(self, chat: ChatRef, now: datetime) -> str | None:
        """The answer's address, while it lives."""
        address, until = self._sessions.get(chat.chat_id, ("", now))
        return address if now < until else None

    def forget_session(self, chat: ChatRef) -> None:
        """The vendor does not know it any more."""
        self._sessions.pop(chat.chat_id, None)

    async def look(self, chat: ChatRef) -> None:
        """Finds a group's webhook where it is written with a department, and the group is bound in
        chat: nobody is shown a group's id."""
        hooks = self._config.department_webhooks
        if chat.chat_id in self._config.webhooks or not hooks or self.company is None:
            return
        company = await self.company()
        department = company.department_of_chat(chat) if company else None
        leads = company is not None and chat in company.leader_groups
        hook = hooks.get("" if leads else department.key if department else "-")
        self._webhooks.pop(chat.chat_id, None)
        if hook is not None:
            self._webhooks[chat.chat_id] = hook

    def webhook(self, chat: ChatRef) -> Webhook:
        """A group's own; there is one where `has_webhook` says so."""
        return self._webhooks[chat.chat_id]

    def has_webhook(self, chat: ChatRef, now: datetime) -> bool:
        """Below its limit, that is: above it nothing would ring for ten minutes."""
        if chat.chat_id not in self._webhooks:
            return False
        # What lies further ahead is from before the clock was set back.
        if now < self._silent_until.get(chat.chat_id, now) <= now + LONGEST_WAIT:
            return False
        since = now - timedelta(minutes=1)
        sent = [at for at in self._sent.get(chat.chat_id, ()) if since < at <= now]
        self._sent[chat.chat_id] = sent
        return len(sent) < WEBHOOK_MOST

    def webhook_used(self, chat: ChatRef, now: datetime) -> None:
        """One more went this way."""
        self._sent.setdefault(chat.chat_id, []).append(now)

    def webhook_silent(self, chat: ChatRef, until: datetime) -> None:
        """Whatever it was, the next messages need not try this way first."""
        self._silent_until[chat.chat_id] = until
