"""What was only rumoured and is denied in the same breath, `有人喊全小区停,我核了,没那回事`, or
must not come again: `可别像前年那样爆管`."""

from __future__ import annotations

from bot.domain.reading.late import late

_NOT_SO = (
    r"(?:没(?:有)?[那这](?:回|么|个)?事|没影的?事|扯淡|瞎[说传扯编]|胡(?:说|扯|咧咧)|谣[言传]|"
    r"是?假的|不是真的|屁事(?:也|都|儿)?没有?)"
)
_RUMOUR = late(
    r"(?:听(?:人|谁|说|见)|(?:群里|村里|网上|外[面头])(?:有人|都)?(?:传|发帖|嚷|说)|有人(?:喊|传|嚷|发帖)|谁[说传])"
    rf"[^!?\n]{{0,60}}?{_NOT_SO}[了的呢吧]*[,。;!\s]?"
    # what was then is not to come again
    r"|(?:不会|别|会不会|怕)再?(?:像|跟|和)(?:去年|前年|上[次回]|那[年次回])[^。!?\n]*"
    # whoever passes it on is told off
    r"|谁再[发传说][^,。;!?\n]*"
)
#: what all of them hold, looked for first because it is quick
_ANY = late("[像跟和][去前上那]|没[那这有影]|扯淡|瞎|胡|谣|假的|真的|屁事|谁再")


def without(text: str) -> str:
    """`text` without rumours that are denied in it and what is only feared to come again; itself
    where there are none."""
    return _RUMOUR.sub(" ", text) if _ANY.search(text) else text
