"""A timeline entry in words, for pages and transcripts."""

from __future__ import annotations

from datetime import tzinfo

from bot.domain.company import Company
from bot.domain.ticket import Entry
from bot.render import Renderer
from handlers.facts import named_facts
from handlers.recipients import name_of


def line_of(
    renderer: Renderer, company: Company | None, entry: Entry, zone: tzinfo
) -> dict[str, str]:
    """`t` is local ISO 8601, `what` says what happened, with the person's own words."""
    what = done(renderer, company, entry)
    return {
        "t": entry.at.astimezone(zone).isoformat(timespec="seconds"),
        "by": name_of(company, entry.by) if company else entry.by,
        "what": f"{what}：{entry.words}" if entry.words else what,
    }


def done(renderer: Renderer, company: Company | None, entry: Entry) -> str:
    """What was done, without the person's own words."""
    facts = named_facts(company, entry.facts) if company else dict(entry.facts)
    return renderer.words("timeline", "text", {"what": entry.what, "facts": facts}, entry.at)
