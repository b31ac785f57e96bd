"""A timeline entry in words, for pages and transcripts."""

from __future__ import annotations

from datetime import tzinfo

from bot.domain.company import Company
from bot.domain.events import BOT
from bot.domain.ticket import Entry
from bot.render import Renderer
from handlers.facts import named_facts


def line_of(
    renderer: Renderer, company: Company | None, entry: Entry, zone: tzinfo
) -> dict[str, str]:
    """`t` is local ISO 8601, `what` says what happened, `words` are the person's own."""
    facts = named_facts(company, entry.facts) if company else dict(entry.facts)
    people = company.people if company else {}
    what = renderer.words("timeline", "text", {"what": entry.what, "facts": facts}, entry.at)
    by = "机器人" if entry.by == BOT else entry.by
    return {
        "t": entry.at.astimezone(zone).isoformat(timespec="seconds"),
        "by": people[by].name if by in people else by,
        "what": f"{what}：{entry.words}" if entry.words else what,
    }
