"""What a period comes to, as one value for everybody: chat, report, pages. `tally.py` counts it.

Every figure is of the tickets received in the period, as they stand at `now`. `valid` are all but
the void and the merged, and what is counted by source, type, place or day is counted of these.
Clocks are counted of all of them: voiding a ticket does not undo what was missed on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.opinions import Opinion
from bot.domain.periods import Period
from bot.domain.places import Household, Place
from bot.domain.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`."""

    part: int
    whole: int

    @property
    def rate(self) -> float | None:
        """0 to 1; None where there is nothing to divide by."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Kept:
    """How clocks were kept. 及时率 = met ÷ (met + missed): neither the running nor the dropped."""

    met: int = 0
    missed: int = 0
    running: int = 0
    dropped: int = 0

    @property
    def due(self) -> Share:
        """Those met of those that have come to their end."""
        return Share(self.met, self.met + self.missed)


@dataclass(frozen=True, slots=True)
class Length:
    """How long something took, in seconds, over so many tickets; None where it never happened."""

    tickets: int
    mean: float | None
    median: float | None


@dataclass(frozen=True, slots=True)
class Department:
    """What a department had: tickets that are with it, and clocks that it owed."""

    tickets: int
    closed: int
    clocks: Kept


@dataclass(frozen=True, slots=True)
class Figures:
    """A period's figures. Mappings are sorted, the greatest first; `days` has every day.

    `departments` and `rules` are by key and by number. `closed` of `valid` is 办结率,
    `followed_up` 回访率 (of those told the result), `satisfied` 满意率 (of those who rated; a
    user's last word counts, and `once_dissatisfied` keeps those who ever said 不满意). `unrated`
    were told the result and gave no rating. `repeats` are further complaints of the same
    household on its ticket, `incidents` tickets of a common cause, `under_incidents` households'
    tickets under one. `majors` are tickets, in order; `missed_tickets` had any clock missed.
    `opinions` are the first of the `opinions_given` (R4.1.2).
    """

    period: Period
    now: datetime
    received: int
    void: int
    merged: int
    valid: int
    closed: Share
    followed_up: Share
    satisfied: Share
    ratings: Mapping[str, int]
    unrated: int
    once_dissatisfied: int
    reopened: int
    repeats: int
    corrected: int
    incidents: int
    under_incidents: int
    missed_tickets: int
    clocks: Kept
    rules: Mapping[str, Kept]
    sources: Mapping[str, int]
    types: Mapping[str, int]
    severities: Mapping[str, int]
    departments: Mapping[str, Department]
    days: Mapping[date, int]
    closed_by_day: Mapping[date, int]
    to_contact: Length
    to_handle: Length
    to_close: Length
    places: tuple[Place, ...]
    repeaters: tuple[Household, ...]
    majors: tuple[Ticket, ...]
    opinions: tuple[Opinion, ...]
    opinions_given: int

    def worst_rules(self) -> list[tuple[str, Kept]]:
        """The rules that were missed, the most often first."""
        late = [(rule, kept) for rule, kept in self.rules.items() if kept.missed]
        return sorted(late, key=lambda each: -each[1].missed)


@dataclass(frozen=True, slots=True)
class Compared:
    """A period's figures beside those of the period before and of a year ago.

    These two are as long as the period has come by now, and None where the ledger does not go
    back so far. `late` are all tickets, whenever received, on which a clock is overdue.
    """

    figures: Figures
    before: Figures | None
    a_year_before: Figures | None
    late: tuple[Ticket, ...]
