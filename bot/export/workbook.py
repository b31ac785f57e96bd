"""A workbook that is written row by row: what was written is on disk, not in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from pathlib import Path
from types import TracebackType
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError, FileSizeError

from bot.archive import ArchiveMistake
from bot.export.rows import Row

#: What a sheet and a cell can hold.
MOST_ROWS, LONGEST = 1_048_576, 32_767
#: What no XML may hold: controls, halves of pairs, and two that are no characters.
_BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_WRAPPED = 24

Columns = Mapping[str, tuple[str, float]]


class Workbook:
    """Open for as long as it is written; times are shown in `zone`. Text is always text: nothing
    that begins with = is a formula.
    """

    def __init__(self, path: Path, zone: tzinfo, words: Mapping[str, str]) -> None:
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "tmpdir": str(path.parent.absolute()),
        }
        self._book = xlsxwriter.Workbook(str(path), options)
        self.zone, self.words = zone, words
        plain = {"valign": "top", "font_name": "宋体", "font_size": 10}
        self.head = self._book.add_format(
            {**plain, "bold": True, "bg_color": "#DCE6F1", "bottom": 1, "text_wrap": True}
        )
        self.text = self._book.add_format({**plain, "num_format": "@"})
        self.wrapped = self._book.add_format({**plain, "num_format": "@", "text_wrap": True})
        self.time = self._book.add_format({**plain, "num_format": "yyyy-mm-dd hh:mm"})
        self.number = self._book.add_format(plain)

    def sheet(self, name: str, columns: Columns) -> Sheet:
        """A new sheet with its head."""
        return Sheet(self, name, columns)

    def new(self, name: str) -> Any:
        """For Sheet: the writer of one."""
        return self._book.add_worksheet(name)

    def __enter__(self) -> Workbook:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        try:
            self._book.close()
        except FileSizeError:
            raise ArchiveMistake("太多了，一个工作簿装不下：把日期分成几段，一段一段导") from None
        except FileCreateError as failed:  # it hides what the system said
            said = failed.args[0] if failed.args else None
            raise said if isinstance(said, OSError) else failed from None


class Sheet:
    """Rows under a head that stays in view. A sheet that is full goes on in a second one."""

    def __init__(self, book: Workbook, name: str, columns: Columns) -> None:
        self._book, self._name, self._columns = book, name, columns
        self._part = 0
        self._begin()

    def _begin(self) -> None:
        self._part += 1
        more = self._book.words["more"].format(name=self._name, n=self._part)
        self._sheet = self._book.new(self._name if self._part == 1 else more)
        for column, (title, width) in enumerate(self._columns.values()):
            self._sheet.set_column(column, column, width)
            self._sheet.write_string(0, column, title, self._book.head)
        self._sheet.freeze_panes(1, 1)
        self._row = 1

    def write(self, rows: Iterable[Row]) -> None:
        """One row each, in order."""
        for row in rows:
            if self._row == MOST_ROWS:
                self.end()
                self._begin()
            for column, (name, (_, width)) in enumerate(self._columns.items()):
                value = row.get(name)
                if value is not None and value != "":
                    self._cell(column, value, wide=width >= _WRAPPED)
            self._row += 1

    def _cell(self, column: int, value: object, *, wide: bool) -> None:
        book, sheet = self._book, self._sheet
        if isinstance(value, datetime):
            local = value.astimezone(book.zone).replace(tzinfo=None, microsecond=0)
            sheet.write_datetime(self._row, column, local, book.time)
        elif isinstance(value, int | float):
            sheet.write_number(self._row, column, value, book.number)
        else:
            text = str(value)
            text = text if text.isprintable() else _BROKEN.sub("", text)
            if _utf16(text) > LONGEST:
                text = text[: LONGEST // 2 - 20] + book.words["cut"]
            sheet.write_string(self._row, column, text, book.wrapped if wide else book.text)

    def end(self) -> None:
        """Nothing more comes: what is there can be filtered."""
        self._sheet.autofilter(0, 0, max(1, self._row - 1), len(self._columns) - 1)


def _utf16(text: str) -> int:
    """How Excel counts: a rare character is two."""
    return len(text) if len(text) <= LONGEST // 2 else len(text.encode("utf-16-le")) // 2
