"""`heatdesk report`: a period's figures, in words and pictures, into a new file."""

from __future__ import annotations

from datetime import datetime, tzinfo
from pathlib import Path

from bot import charts
from bot.archive import company_in, ledger_of, new_file
from bot.domain.own_limits import Season
from bot.domain.periods import Period
from bot.report.markdown import markdown
from bot.report.words import Words

KINDS = (".docx", ".md")


async def report(
    url: str, period: Period, out: Path, now: datetime, zone: tzinfo, season: Season | None
) -> None:
    """Writes the period's report as it stands at `now`. Raises ArchiveMistake."""
    with new_file(out) as part:
        async with ledger_of(url) as storage:
            company = await company_in(storage)
            async with storage.reading() as queries:
                compared = await queries.ledger.compared(period, company.service, now, season)
        words = Words(company, compared, zone)
        if out.suffix.lower() == ".md":
            part.write_text(markdown(words.report()), "utf-8")
            return
        from bot.report.word import write_word

        def picture(name: str) -> bytes:
            return charts.png(words.picture(name))

        write_word(part, words.report(), picture, company=company.name, now=now)
