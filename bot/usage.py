"""Wrong usage of the command line, told in our words."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from pathlib import Path

#: What argparse says, in our words.
_WRONG_USAGE = (
    (r"the following arguments are required: (.+)", r"少了 \1"),
    (r"unrecognized arguments: (.+)", r"多了 \1"),
    (r"argument (\S+): invalid choice: ('.*?') \(choose from (.+)\)", r"\1 没有 \2，有：\3"),
    (r"argument (\S+): invalid int value: ('.*')", r"\1 要写整数，不是 \2"),
    (r"argument (\S+): expected one argument", r"\1 后面要写值"),
    (r"argument (\S+): (.+)", r"\1 \2"),
)


class Parser(argparse.ArgumentParser):
    """Wrong usage is told in one sentence, with where to look."""

    def error(self, message: str) -> NoReturn:
        """Ends the program with 2, as argparse does."""
        for english, chinese in _WRONG_USAGE:
            if re.fullmatch(english, message):
                message = re.sub(english, chinese, message)
                break
        self.exit(2, f"用法不对（{message}）：看 {self.prog} --help\n")


def port(text: str) -> int:
    """A port's number. Raises ArgumentTypeError where there is none such."""
    number = int(text)
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"要在 0 到 65535 之间，不是 {text}")
    return number


def day(text: str) -> date:
    """2026-11-23, 2026/11/3, 20261123. Raises ArgumentTypeError where it is no day."""
    found = re.fullmatch(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})", text)
    try:
        return date(*(int(found[part]) for part in (1, 3, 4)) if found else ())
    except (TypeError, ValueError):
        raise argparse.ArgumentTypeError(f"要写成 2026-11-23 这样的日期，不是 {text}") from None


def whole_days(first: date, last: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """From the beginning of the one to the end of the other, in this zone."""
    since = datetime.combine(first, time(), zone)
    return since, datetime.combine(last + timedelta(days=1), time(), zone)


def path(text: str) -> Path:
    """A path. What makes it is loaded when one is told: `parse` needs none."""
    from pathlib import Path

    return Path(text)


def file_of(*kinds: str) -> Callable[[str], Path]:
    """A path that ends in one of these. Raises ArgumentTypeError on any other."""

    def file(text: str) -> Path:
        if path(text).suffix.lower() not in kinds:
            raise argparse.ArgumentTypeError(f"要以 {'、'.join(kinds)} 结尾，不是 {text}")
        return path(text)

    return file


port.__name__ = "int"  # argparse names the type when the text is no number
