"""How the vendor misbehaves, and where nobody knows what it does, which of the two it does.

A list is used up, one entry by one call.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class LinkKnobs:
    """The long connection."""

    #: command or API path -> answers given instead: (errcode, is the work done all the same)
    instead: dict[str, list[tuple[int, bool]]] = field(default_factory=dict)
    #: API path -> a page of something on the way instead: status, words, is the work done
    pages: dict[str, list[tuple[int, str, bool]]] = field(default_factory=dict)
    #: command -> what becomes of its acknowledgement: drop, delay, reorder, duplicate
    acks: dict[str, list[str]] = field(default_factory=dict)
    swallow_pings: bool = False
    ping_with_body_is_wrong: bool = False  # the link is dropped, as was reported once
    idle_seconds: float | None = 120.0  # of real time without a ping, then it is closed
    eviction_close: int = 1000  # 0 cuts the connection without a close frame
    eviction_wait: float = 0.1


@dataclass
class HearingKnobs:
    """What the bot is told, and how."""

    ids: str = "plain"  # or cipher: from.userid is an open_userid
    cipher: str = ""  # what it is encrypted with: another robot's ids are others
    separator: str = " "  # behind @Name; U+2005 is possible too
    control_character: bool = False  # a raw one inside the frame: no valid JSON
    twice: bool = False  # the same msgid again
    deaf: bool = False  # group messages silently do not come
    creator: str = ""  # only this person's messages come
    redeliver: bool = False  # what was missed comes at the next subscription
    response_url: bool = True
    in_flight: int | None = 3  # of one user; the fourth is dropped
    answer_seconds: float = 5.0  # an unanswered message is in flight so long
    media_host_down: bool = False
    media_name: bool = True  # the download tells a file name
    media_key: str = "mixed"  # padded, bare, or one after the other


@dataclass
class SpeakingKnobs:
    """What the bot's own messages meet."""

    virgin_code: int = 93001  # a push where nobody has spoken to the bot
    task_id_code: int = 40058  # a card's task_id that was used before
    over_limit: str = "code"  # or silent: acknowledged, and never seen
    stream_seconds: float = 360.0
    refreshes_count: bool = True
    mention_rings: bool = False  # <@userid> in the bot's markdown
    card_seconds: float = 5.0
    push_by_other_id: bool = True  # a single chat by the form of id it was not heard in
    md5_code: int = 40058
    break_upload_at: int | None = None  # the connection is cut at this chunk, once
    response_url_code: int = 40058  # a second use, or an old one


@dataclass
class AppKnobs:
    """The self-built app and the webhooks."""

    trusted: bool = True  # our address is on the list of trusted ones; else 60020
    gettoken_is_exempt: bool = False
    root_visible: bool = True  # the app is visible to the root department; else 60011
    callback_url: bool = True  # it has one: interactive cards can be sent
    no_api: set[str] = field(default_factory=set)  # paths without permission: 48002
    token_lasts: float = 7200.0
    concurrent: int = 400
    phone: str = "open"  # or unlinked, closed, poor
    phone_reason: int = 2  # what getstates tells: 2 answered, 4 timeout, 7 rejected …
    filename_star: str = "mangled"  # or refused: RFC 2231 names in an upload
    illegal_words: set[str] = field(default_factory=set)
    lookups_blocked: bool = False


@dataclass
class Knobs(LinkKnobs, HearingKnobs, SpeakingKnobs, AppKnobs):
    """All of them; `served` counts what was answered by `instead`."""

    served: list[Any] = field(default_factory=list)

    def next_instead(self, what: str) -> tuple[int, bool] | None:
        """The next answer that is given instead of the true one."""
        answers = self.instead.get(what)
        if not answers:
            return None
        self.served.append((what, answers[0]))
        return answers.pop(0)
