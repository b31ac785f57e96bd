"""The table of commands: who may, what it does, where it is a button and what that asks for.

The help text, the permissions and the cards' buttons are all made from here. A pressed button is
read as if its name and its form had been said, so there is one way in for both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from bot.domain.access import Need
from bot.domain.events import Downgraded, Reclassified, Upgraded
from bot.domain.matrix import answer_to
from bot.domain.missing import missing
from bot.domain.notices import Role
from bot.domain.ticket import RATINGS, Status, Ticket, Type


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a button's form asks for. `says` is put before the value when it is read."""

    name: str
    label: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    required: bool = True
    says: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One command. `general` and `major` are the statuses in which its button is offered."""

    verb: str
    usage: str
    does: str
    need: Need = Need.ANYONE
    general: str = ""
    major: str = ""
    form: tuple[Field, ...] = ()
    look: str = ""  # primary, danger or plain


_WORDS = Field("words", "说明", "long", required=False)
_WHY = Field("words", "原因", "long")
#: R3.1.3, as people say it.
SHORT_TYPES: Mapping[Type, str] = {
    Type.QUALITY: "质量", Type.FACILITY: "设施", Type.SERVICE: "服务", Type.OTHER: "其他",
}  # fmt: skip
_RATINGS = (*RATINGS, "未评价")

TABLE: tuple[Row, ...] = (
    Row("接单", "收到 3", "接单", Need.HANDLING, "dispatched",
        "dispatched acknowledged", look="primary"),
    Row("已联系", "已联系 3 约今天18点", "联系过用户，记下约定时间", Need.HANDLING,
        "dispatched acknowledged", "",
        (Field("promised", "约定时间", "time"), _WORDS), "primary"),
    Row("到场", "到场 3", "到现场了（重大投诉每人都要报）", Need.HANDLING, "",
        "dispatched acknowledged on_site planned", look="primary"),
    Row("方案", "方案 3 关阀换管", "记下处理方案", Need.HANDLING, "", "on_site",
        (Field("words", "处理方案", "long"),), "primary"),
    Row("进展", "进展 3 正在焊接", "报进展", Need.HANDLING, "contacted", "on_site planned",
        (Field("words", "进展", "long"),)),
    Row("完成", "完成 3 换了阀门", "处理好了，写明结果", Need.HANDLING,
        "acknowledged contacted", "planned", (Field("result", "处理结果", "long"),), "primary"),
    Row("撤销完成", "撤销完成 3 发错单了", "完成报错了，接着办，时限照原来的", Need.HANDLING),
    Row("验收", "验收 3 合格", "验收：合格，或不合格加原因", Need.INSPECTOR, "", "handled",
        (Field("verdict", "结论", "choice", ("合格", "不合格")), _WORDS), "primary"),
    Row("已反馈", "已反馈 3 满意", "告诉用户结果并请用户评价", Need.HANDLING_OR_SERVICE,
        "handled", "accepted", (Field("rating", "用户评价", "choice", _RATINGS), _WORDS),
        "primary"),
    Row("回访", "回访 3 满意", "回访：满意就结单，不满意就重开", Need.SERVICE,
        "fed_back", "fed_back",
        (Field("rating", "用户说", "choice", RATINGS), _WORDS), "primary"),
    Row("延期", "延期 3 明天12点 等配件", "改约定时间，部门负责人同意才算", Need.HANDLING,
        "contacted", "", (Field("until", "改到", "time"), _WHY)),
    Row("同意延期", "同意延期 3", "同意改约定时间", Need.HEAD),
    Row("不同意延期", "不同意延期 3 原因", "不同意改约定时间", Need.HEAD),
    Row("转", "转 3 检修部 原因", "转给别的部门；不归我们也用它", Need.HANDLING_OR_SERVICE,
        "registered dispatched acknowledged", "dispatched",
        (Field("department", "转给", "department"), _WORDS)),
    Row("支援", "支援 3 检修部 要电焊工", "请别的部门来支援，单子仍归自己",
        Need.HANDLING_OR_SERVICE),
    Row("升级", "升级 3 原因", "升为重大投诉，马上建应急群", Need.SERVICE_OR_HEADS,
        "registered dispatched", "", (_WHY,), "danger"),
    Row("降级", "降级 3 原因", "降为一般投诉，要写原因", Need.HEADS, "", "dispatched",
        (_WHY,)),
    Row("改判", "改判 3 设施", "类型定错了：质量、设施、服务、其他，自动转对部门",
        Need.HANDLING_OR_SERVICE, "registered dispatched", "dispatched",
        (Field("type", "改成", "choice", tuple(SHORT_TYPES.values())), _WORDS)),
    Row("补充", "补充 3 电话 13900000000", "补上或改正姓名、电话、地址、来源等", Need.ANYONE,
        "registered", "",
        (Field("name", "姓名", required=False, says="姓名"),
         Field("phone", "电话", required=False, says="电话"),
         Field("address", "地址", required=False, says="地址"),
         Field("community", "小区", required=False, says="小区"))),
    Row("催办", "催办 3 用户又来电", "用户又来催：记一次，提醒该办的人"),
    Row("作废", "作废 3 原因", "不是投诉或登记错了，要写原因", Need.SERVICE_OR_HEADS,
        "registered", "", (_WHY,), "danger"),
    Row("合并", "合并 3 到 2", "两单是一回事，并到一单", Need.SERVICE_OR_HEADS),
    Row("拆出", "拆出 12 原因", "这户不是同一原因，从事件里拆出来单独办", Need.HANDLING_OR_SERVICE,
        form=(_WHY,)),
    Row("同一件事", "同一件事 4", "机器人问像不像时：是，并到原来那单", Need.SERVICE_OR_HEADS,
        look="primary"),
    Row("各办各的", "各办各的 4", "机器人问像不像时：不是，两单都办", Need.HANDLING_OR_SERVICE),
    Row("重开", "重开 3 原因", "结了又出问题，重新办理", Need.SERVICE_OR_HEADS),
    Row("查", "查 3 / 查 阳光花园", "查工单：编号、电话、姓名、地址都行"),
    Row("看图", "看图 3", "把这单的照片和附件发到这里"),
    Row("名单", "名单 7", "事件里还要告诉、回访的用户"),
    Row("我的", "我的", "我手上没办完的"),
    Row("超时", "超时 / 超时 检修部", "已经超时的；只看一个部门的"),
    Row("在办", "在办 / 在办 没回访", "没办完的；只看重大的、没接单的、设施的、一个部门的"),
    Row("今日", "今日", "今天的投诉"),
    Row("统计", "统计 本周", "按类型、部门、超时的数字"),
    Row("导出", "导出 本周", "台账做成 Excel 发来（单聊，或客服群、领导群里）", Need.LEDGER),
    Row("谁值班", "谁值班", "现在谁值班"),
    Row("谁手上", "谁手上几单 / 小张手上几单", "每人手上几单；带人名看他的"),
    Row("交班", "交班 运行乙 / 接班 运行甲", "手上没办完的都归同事，时限照走", Need.HANDLING),
    Row("绑定", "绑定 检修部", "把本群定为某部门的群，或领导群", Need.HEADS),
    Row("帮助", "帮助", "看常用的说法；「帮助 全部」看全部"),
)  # fmt: skip

#: What each role says most, in the order of its work: as many as a phone shows at once.
OFTEN: Mapping[Role | None, tuple[str, ...]] = {
    Role.SERVICE: (
        "转", "补充", "改判", "升级", "催办", "回访", "合并", "作废", "查", "我的",
    ),
    Role.CREW: (
        "接单", "已联系", "到场", "方案", "进展", "完成", "已反馈", "延期", "转", "我的",
    ),
    Role.HEAD: (
        "验收", "同意延期", "不同意延期", "转", "升级", "降级", "查", "超时", "统计", "谁值班",
    ),
    Role.LEADER: (
        "超时", "今日", "统计", "查", "谁值班", "验收", "同意延期", "升级", "降级", "绑定",
    ),
    None: ("补充", "催办", "查", "看图", "我的", "谁值班"),
}  # fmt: skip

#: What can be done to a ticket that goes with an incident; all else is said of the incident.
_OF_A_HOUSEHOLD = ("补充", "回访")

#: The answers to "is it the same as #3?".
ASKED_BACK = ("同一件事", "各办各的")
#: The answer to "is it as large as that?": 降级 by one of its other names, which asks for nothing.
LOWERED = "降为一般"
#: The answer to "is it a major one?": 升级, likewise.
RAISED = "升为重大"
#: The answers to "is it of another type?": 改判, with the type in the button's name.
RETYPED: Mapping[str, Type] = {f"改为{word}": kind for kind, word in SHORT_TYPES.items()}

ROWS: Mapping[str, Row] = {row.verb: row for row in TABLE}


def buttons_for(
    ticket: Ticket, departments: tuple[str, ...] = (), *, answers: bool = False
) -> list[dict[str, Any]]:
    """The buttons of a ticket's card in its present state, as plain facts.

    With `answers` those of the card that asks "is it the same as #3?": it has no others, and no
    other card has them.
    """
    rows = (row for row in TABLE if (row.verb in ASKED_BACK) is answers)
    return [_button(row, departments) for row in rows if _offered(row, ticket)]


def lowering_buttons(ticket: Ticket) -> list[dict[str, Any]]:
    """The one button of the card that asks whether a major ticket is general (R3.1.2)."""
    row = ROWS["降级"]
    able = answer_to(ticket, Downgraded) == "y"
    return [_button(replace(row, verb=LOWERED, form=()), ())] if able else []


def raising_buttons(ticket: Ticket) -> list[dict[str, Any]]:
    """The one button of the card that asks whether a general ticket is major (R3.1.2)."""
    able = not ticket.is_major and answer_to(ticket, Upgraded) == "y"
    return [_button(replace(ROWS["升级"], verb=RAISED, form=()), ())] if able else []


def retyping_buttons(ticket: Ticket, kind: Type) -> list[dict[str, Any]]:
    """The one button of the card that asks whether a ticket is of another type (R3.1.3)."""
    able = ticket.type is not kind and answer_to(ticket, Reclassified) == "y"
    row = replace(ROWS["改判"], verb=f"改为{SHORT_TYPES[kind]}", form=())
    return [_button(row, ())] if able else []


def _offered(row: Row, ticket: Ticket) -> bool:
    if row.verb in ("同意延期", "不同意延期"):
        return ticket.extension is not None and ticket.status is Status.CONTACTED
    if row.verb in ASKED_BACK:
        return ticket.is_open and ticket.alike is not None
    if row.verb == "拆出":
        return ticket.is_open and ticket.parent is not None
    if ticket.parent is not None and row.verb not in _OF_A_HOUSEHOLD:
        return False
    if row.verb == "补充":
        return ticket.is_open and bool(missing(ticket))
    if row.verb == "延期" and ticket.extension is not None:
        return False
    return ticket.status.value in _statuses(row.major if ticket.is_major else row.general)


@cache
def _statuses(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _button(row: Row, departments: tuple[str, ...]) -> dict[str, Any]:
    return {
        "action": row.verb,
        "look": row.look,
        "fields": [
            {
                "name": field.name,
                "label": field.label,
                "kind": "choice" if field.kind == "department" else field.kind,
                "choices": list(departments if field.kind == "department" else field.choices),
                "required": field.required,
            }
            for field in row.form
        ],
    }


def said(action: str, number: int, form: Mapping[str, str]) -> str:
    """The words that pressing a button amounts to: `已联系 3 今天18点`."""
    if (kind := RETYPED.get(action)) is not None:
        return f"改判 {number} {SHORT_TYPES[kind]}"
    row = ROWS.get(action)
    known = {field.name: field for field in row.form} if row else {}
    parts = [action, str(number)]
    for name in [*known, *(n for n in form if n not in known)]:
        if value := form.get(name, "").strip():
            says = known[name].says if name in known else ""
            parts.append(f"{says} {value}".strip())
    return " ".join(parts)
