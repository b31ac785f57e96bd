"""统计: the figures that the report and the pages have, in a few lines.

A season's take seconds to count. So the question only leaves a row, and what was counted apart
comes back here (decision 0029).
"""

from __future__ import annotations

from bot.domain.figures import Figures
from bot.domain.notices import Kind
from bot.domain.policy import RULES
from handlers.context import Handling

#: As many of the worst as figures name.
SHORTLIST = 3


def tell(handling: Handling, title: str, found: Figures) -> None:
    """Says them where they were asked for."""
    names = handling.company.department_names
    facts = {
        "title": f"{title}投诉",
        "received": found.received,
        "void": found.void,
        "merged": found.merged,
        "valid": found.valid,
        "severities": found.severities,
        "types": found.types,
        "departments": {
            names.get(k, k): d.tickets for k, d in found.departments.items() if d.tickets
        },
        "closed": found.closed.part,
        "missed": found.missed_tickets,
        "on_time": found.clocks.due.rate,
        "satisfied": found.satisfied.rate,
        "incidents": found.incidents,
        "corrected": found.corrected,
        "repeats": found.repeats,
        "late_rules": [
            {"rule": rule, "duty": RULES[rule].duty, "missed": kept.missed}
            for rule, kept in found.worst_rules()[:SHORTLIST]
        ],
        "places": [{"name": p.name, "tickets": p.tickets} for p in found.places[:SHORTLIST]],
        "repeaters": len(found.repeaters),
        "dissatisfied": found.once_dissatisfied,
    }
    handling.say(Kind.REPORT, "figures", facts)
