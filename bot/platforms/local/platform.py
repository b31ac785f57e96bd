"""The embedded platform: the Platform protocol on top of `LocalChats`, and its people's side."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from bot.domain.chat import ChatRef, Incoming, Message, Press, Quote, Sender
from bot.platforms.base import File, Mention, Outgoing, PlatformError, Refused, Unknown
from bot.platforms.local.chats import BOT, LocalChats
from bot.platforms.local.records import Excerpt, Group, Participant, Posted, Shared


class LocalPlatform:
    """Work groups inside the process.

    `on_incoming` is the app's door for what people say and press. Two knobs make it fail as a
    vendor does: `refuse_groups` is the reason why no group is made; `faults` are raised by the next
    calls, one each. An `Unknown` fault is raised after the deed was done, which is its worst case.
    """

    name = "local"
    form = "text"

    def __init__(self, chats: LocalChats | None = None, *, bot_name: str = "投诉值守") -> None:
        self.chats = chats or LocalChats()
        self.bot_name = bot_name
        self.on_incoming: Callable[[Incoming], Awaitable[object]] | None = None
        self.refuse_groups: str | None = None
        self.faults: deque[PlatformError] = deque()
        #: where files go; what comes back is their address on the page
        self.keep_file: Callable[[File], str] = lambda file: file.name

    # --- the bot's side ---

    @property
    def is_thrifty(self) -> bool:
        """There is plenty here."""
        return False

    async def send(self, chat: ChatRef, message: Outgoing, key: str, now: datetime) -> str:
        """Posts a message; the same key gives the first one's id again."""
        with self._fault():
            group = self._group(chat)
            posted = self.chats.post(
                group.chat_id,
                BOT,
                message.text,
                now,
                mentions=message.mentions,
                card=message.card,
                meta=message.meta,
                key=key,
            )
            if message.pin:
                self.chats.pin(posted.id, now)
        return posted.id

    async def send_file(self, chat: ChatRef, file: File, key: str, now: datetime) -> str:
        """Posts a picture or a document; the same key gives the first one's id again."""
        with self._fault():
            group, address = self._group(chat), self.keep_file(file)
            shared = () if file.is_picture else (Shared(file.name, address),)
            images = (address,) if file.is_picture else ()
            text = "" if file.is_picture else file.name
            posted = self.chats.post(
                group.chat_id, BOT, text, now,
                images=images, files=shared, meta={"kind": "reply", "file": file.name}, key=key,
            )  # fmt: skip
        return posted.id

    async def update(self, chat: ChatRef, message_id: str, message: Outgoing, key: str) -> None:
        """Changes the text and card of one of the bot's messages in place."""
        with self._fault():
            group = self._group(chat)
            posted = self.chats.messages.get(message_id)
            if posted is None or posted.chat_id != group.chat_id or posted.sender != BOT:
                raise Refused(f"no message {message_id} of the bot in {chat.lane}")
            self.chats.edit(message_id, message.text, message.card, message.meta)

    async def make_group(
        self, title: str, members: Sequence[Mention], key: str, now: datetime
    ) -> ChatRef:
        """Makes a group with these people in it; the same key makes no second one."""
        with self._fault():
            if self.refuse_groups is not None:
                raise Refused(self.refuse_groups)
            strangers = [m.name for m in members if m.user_id not in self.chats.people]
            if strangers:
                raise Refused(f"not in the directory: {', '.join(strangers)}")
            group = self.chats.make_group(title, _unique(m.user_id for m in members), now, key)
        return ChatRef(self.name, group.chat_id)

    async def close_group(self, chat: ChatRef, title: str, key: str, now: datetime) -> None:
        """Renames the group and archives it; its messages stay readable."""
        with self._fault():
            self.chats.close_group(self._group(chat).chat_id, title, now)

    async def call(
        self,
        level: str,
        to: Sequence[Mention],
        text: str,
        meta: Mapping[str, str | int | None],
        key: str,
        now: datetime,
    ) -> None:
        """Calls people; the same key calls nobody twice."""
        with self._fault():
            self.chats.add_call(level, to, text, meta, now, key)

    async def calls_read(self, ticket: int, rule: str) -> Mapping[str, bool]:
        """Nobody can say here whether a call was heard."""
        return {}

    async def take_back(self, ticket: int, rule: str, key: str) -> None:
        """A call that was made here is history; there is nothing to take back."""

    # --- the people's side ---

    async def say(
        self,
        chat_id: str,
        user_id: str,
        text: str,
        now: datetime,
        *,
        quote: str | None = None,
        images: Sequence[str] = (),
        message_id: str | None = None,
    ) -> Message:
        """Somebody says something; `quote` is the id of the message replied to.

        A given `message_id` stands for a vendor's repeat: handed on each time, recorded once.
        Raises Refused for a chat or a person that does not exist.
        """
        group, person = self._speaker(chat_id, user_id)
        quoted = self.chats.excerpt(quote) if quote is not None else None
        posted = self.chats.post(
            chat_id,
            user_id,
            text,
            now,
            mentions=self._named_in(text, group),
            quote=quoted,
            images=images,
            message_id=message_id,
        )
        message = Message(
            chat=ChatRef(self.name, chat_id),
            message_id=posted.id,
            sender=Sender(user_id, person.name),
            text=text.replace(f"@{self.bot_name}", " ").strip(),
            sent_at=now,
            quote=self._quote(quoted),
            images=tuple(images),
            single=group.single,
        )
        await self._hand_on(message)
        return message

    async def press(
        self,
        chat_id: str,
        user_id: str,
        action: str,
        ticket: int,
        form: Mapping[str, str],
        now: datetime,
        *,
        label: str = "",
    ) -> Press:
        """Somebody presses a button of a ticket's card; `label` is what the button says.

        Raises Refused for a chat or a person that does not exist.
        """
        group, person = self._speaker(chat_id, user_id)
        posted = self._note_press(group, person, action, ticket, form, label or action, now)
        press = Press(
            chat=ChatRef(self.name, chat_id),
            message_id=posted.id,
            sender=Sender(user_id, person.name),
            action=action,
            ticket=ticket,
            sent_at=now,
            form=dict(form),
        )
        await self._hand_on(press)
        return press

    def _note_press(
        self,
        group: Group,
        person: Participant,
        action: str,
        ticket: int,
        form: Mapping[str, str],
        label: str,
        now: datetime,
    ) -> Posted:
        filled = "，".join(value for value in form.values() if value)
        return self.chats.post(
            group.chat_id,
            person.user_id,
            f"点了「{label}」" + (f"：{filled}" if filled else ""),
            now,
            meta={"kind": "press", "action": action, "ticket": ticket},
            event="pressed",
        )

    async def _hand_on(self, incoming: Incoming) -> None:
        if self.on_incoming is not None:
            await self.on_incoming(incoming)

    def _quote(self, quoted: Excerpt | None) -> Quote | None:
        if quoted is None:
            return None
        known = self.chats.messages.get(quoted.message_id or "")
        return Quote(quoted.message_id, known.text if known else None)

    def _named_in(self, text: str, group: Group) -> tuple[Mention, ...]:
        people = (self.chats.people.get(user_id) for user_id in group.members)
        return tuple(Mention(p.user_id, p.name) for p in people if p and f"@{p.name}" in text)

    def _speaker(self, chat_id: str, user_id: str) -> tuple[Group, Participant]:
        person = self.chats.people.get(user_id)
        if person is None:
            raise Refused(f"nobody is called {user_id}")
        return self._group(ChatRef(self.name, chat_id)), person

    def _group(self, chat: ChatRef) -> Group:
        group = self.chats.groups.get(chat.chat_id)
        if group is None or chat.platform != self.name:
            raise Refused(f"unknown chat {chat.lane}")
        return group

    @contextmanager
    def _fault(self) -> Iterator[None]:
        fault = self.faults.popleft() if self.faults else None
        if fault is not None and not isinstance(fault, Unknown):
            raise fault
        yield
        if fault is not None:
            raise fault


def _unique(user_ids: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(user_ids))
