"""统计: the figures that the report and the pages have, in a few lines.

A season's take seconds to count. So the question only leaves a row, and what was counted apart
comes back here (decision 0029).
"""

from __future__ import annotations

import re

from bot.domain.figures import Compared, Figures
from bot.domain.notices import Kind
from bot.domain.policy import RULES
from handlers import lists
from handlers.context import Handling

#: As many of the worst as figures name.
SHORTLIST = 3


#: 出个周报, 画个图: what the pages have beside the figures
_REPORT, _CHART = re.compile(r"报"), re.compile(r"图|曲线|趋势|走势")


def tell(handling: Handling, title: str, made: Compared, words: str) -> None:
    """Says them where they were asked for in these words."""
    found = made.figures
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
        "mean": found.to_handle.mean,
        "period": found.period.kind,
        "last_period": _earlier(found, made.before),
        "last_year": _earlier(found, made.a_year_before),
        "theirs": _of_one(handling, found, words),
        "yearly": "同比" in words,
        "chart": bool(_CHART.search(words)),
        "report": bool(_REPORT.search(words)),
    }
    handling.say(Kind.REPORT, "figures", facts)


def _earlier(found: Figures, other: Figures | None) -> dict[str, object] | None:
    """As far as the period has come; None where the ledger does not go back so far."""
    if other is None:
        return None
    return {"received": other.received, "more": found.received - other.received}


def _of_one(handling: Handling, found: Figures, words: str) -> dict[str, object] | None:
    """检修部今天干得咋样: the department's own."""
    key = lists.department_in(handling, words)
    theirs = found.departments.get(key) if key else None
    if key is None:
        return None
    name = handling.company.departments[key].name
    if theirs is None:
        return {"name": name, "tickets": 0, "closed": 0, "on_time": None}
    on_time = theirs.clocks.due.rate
    return {"name": name, "tickets": theirs.tickets, "closed": theirs.closed, "on_time": on_time}
