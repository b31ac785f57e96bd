"""Chinese numerals as people write and say them."""

from __future__ import annotations

DIGITS = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
    "八": 8, "九": 9, "幺": 1, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7,
    "捌": 8, "玖": 9, "洞": 0, "拐": 7, "勾": 9,
}  # fmt: skip
#: each character that stands for one figure
_FIGURES = {str(n): str(n) for n in range(10)} | {c: str(n) for c, n in DIGITS.items()}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}


def value(words: str) -> int | None:
    """`十五` → 15, `一百二` → 120, `两万` → 20000, `37` → 37; None if it is no number."""
    if words.isascii() and words.isdigit():
        return int(words[:9])
    total = section = digit = 0
    last = 1
    if not words:
        return None
    for char in words[:12]:
        if char in DIGITS:
            digit, last = digit * (10 if digit and last == 1 else 1) + DIGITS[char], last
        elif char in _UNITS:
            unit = _UNITS[char]
            if unit == 10_000:
                total, section = (total + section + digit or 1) * unit, 0
            else:
                section += (digit or 1) * unit
            digit, last = 0, unit
        elif char.isascii() and char.isdigit():
            digit, last = digit * 10 + int(char), 1
        else:
            return None
    return total + section + digit * (last // 10 if last > 10 else 1)


def digits(words: str) -> str:
    """Digits only, spoken ones turned into figures."""
    if words.isascii() and words.isdigit():
        return words
    return "".join(filter(None, map(_FIGURES.get, words)))


def is_figure(char: str) -> bool:
    """Whether a character stands for one figure."""
    return char in _FIGURES
