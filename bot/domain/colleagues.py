"""Which colleague is named to go: 让乙去, 给小张, 换运行乙去."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from bot.domain.ticket_numbers import plainly

_SENDS = r"(?:让|叫|派|换|由|安排|交给|[转给请])\s*@?\s*"
_GOES = (
    r"(?:师傅|哥|姐)?\s*"
    r"(?:$|[,，。!！]|[去来过跟接弄办看管吧了]|处理|负责|今|明|后天|上午|下午|晚上)"
)


def sent(text: str, names: Mapping[str, str]) -> str | None:
    """The key of the one among `names` (key to name) whom the words send; None where it is nobody,
    or might be several."""
    plain = plainly(text)
    found = [key for key, name in names.items() if _is_sent(plain, plainly(name))]
    return found[0] if len(found) == 1 else None


def _is_sent(plain: str, name: str) -> bool:
    forms = "|".join(sorted(map(re.escape, _forms(name)), key=len, reverse=True))
    return bool(forms) and re.search(rf"{_SENDS}(?:{forms}){_GOES}", plain) is not None


def _forms(name: str) -> Iterable[str]:
    """运行乙, 乙; 张伟强, 伟强, 小张, 老张, 张工."""
    if len(name) < 2:
        return {name} - {""}
    given = {name[1:], name[2:]} - {""}
    return {name, *given, f"小{name[0]}", f"老{name[0]}", f"{name[0]}工", f"{name[0]}师傅"}
