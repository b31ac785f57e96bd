"""What stands behind a verb: ratings, verdicts, departments, corrected fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.domain.calls import UNREACHED
from bot.domain.field_values import is_value
from bot.domain.phrases import trim
from bot.domain.reading import names, normal, phones
from bot.domain.reading.numbers import digits, value
from bot.domain.ticket_numbers import plainly

#: In the order in which they are looked for: an explicit word decides before a soft one.
_RATINGS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (rating, re.compile(words))
    for rating, words in (
        ("满意", r"没有?不满意?的?|不是不满意|没有?意见|无意见"),
        (
            "不满意",
            r"不(?:太|大|够|很|是很|怎么|咋|算|是太|是特别)?满意|没有?满意|差评|不认可|非常差|很差|太差",
        ),
        ("基本满意", r"(?:基本上?|比较|大致|还算|较为?)满意|满意度?一般"),
        ("未评价", r"[未没不](?:做|作|予|给|肯|愿意?)?(?:评价|表态)|拒绝评价|拒评|未评"),
        ("满意", r"满意"),
        ("未评价", UNREACHED),
        ("不满意", r"有意见|还是?不热|仍不热|又不热|不好|不行|生气|没解决|没修好|投诉"),
        (
            "基本满意",
            r"还行|一般|凑合|还可以|马马虎虎|勉强|将就|尚可|差不多|还好|过得去|还成|能接受|中等|说得过去",
        ),
        (
            "满意",
            r"好评|非常好|很好|挺好|特别好|感谢|谢谢|认可|表扬|点赞|👍|锦旗|^好$|^可以$|^行$|^不错|很不错|挺不错|没(?:有|啥|什么)?问题|(?<![不没])热了|正常",
        ),
    )
)
_WHETHER = re.compile(r"满不满意|满意不满意|是否满意|满意吗|满意否|满意还是不满意")

_FAILED = re.compile(
    r"不(?:太|够|是很|算)?(?:合格|通过|达标|过关|合要求|符合|ok)|[没未](?:有)?(?:能)?(?:合格|通过|过关|达标|过)"
    r"|不予通过|验收失败"
)
_PASSED = re.compile(r"合格|通过|达标|过关|符合要求|ok\b|(?<![a-z])ok")
_SOFT_FAILED = re.compile(
    r"不行|不可以|不好|返工|重做|重修|退回|驳回|打回|(?<!不)(?<!没)还(?:是|在)?(?:漏|不热|凉|冷|渗)|有问题|不正常|❌"
)
_SOFT_PASSED = re.compile(
    r"没有?问题|无问题|^可以|^行(?:$|\W|了|的)|^过(?:$|\W|了)|^好(?:$|\W|了|的)|正常|👌|👍|✅|完好|同意"
)
_NEVER_FAILED = re.compile(r"没有?(?:什么)?(?:不合格|问题)|无(?:不合格|问题)")
_VERDICT_ASKED = re.compile(r"(?:是否|能否|合不)合格|(?:合格|通过|可以|达标)[吗么?]")


def read_rating(text: str) -> str | None:
    """The user's rating (R3.2.4): 满意, 基本满意, 不满意 or 未评价; None when none is told."""
    plain = trim(_WHETHER.sub(" ", plainly(text)))
    return next((rating for rating, words in _RATINGS if words.search(plain)), None)


def beside(rating: str, text: str) -> str:
    """What is said beside the rating itself, which the timeline shows anyway."""
    return text.removeprefix(rating).lstrip(" ,，。")


def read_verdict(text: str) -> bool | None:
    """Whether an inspection (R3.3.5) was passed; None when the words don't say."""
    plain = trim(_VERDICT_ASKED.sub(" ", plainly(text)))
    if _FAILED.search(_NEVER_FAILED.sub(" ", plain)):
        return False
    if _PASSED.search(plain):
        return True
    if _SOFT_FAILED.search(_NEVER_FAILED.sub(" ", plain)):
        return False
    return True if _SOFT_PASSED.search(plain) or _NEVER_FAILED.search(plain) else None


_SUFFIX = r"(?:部门|部|组|班组|班|中心|科室|科|队|处|室|公司|站)"
_SIDE = r"(?:那边|这边|那儿|那里|的人|人员|的同事|同事|师傅|的)?"
_LED = (
    r"(?:转给|转到|转交给|转交|转派给|派给|交给|退给|退回给|退回|应该是|应该归|应该|应归|属于|给|到|至"
    r"|归|找|让|由|请|转|是|交|该|得)"
)
_TOWARDS = rf"{_LED}?"
_DENIED = re.compile(r"(?:不归|不是|不属于|不该|别给|不给|非)\s*$")
_ENDING = re.compile(rf"{_SUFFIX}$")
#: The usual names of the usual departments (R4), understood wherever a company has them.
_USUAL: Mapping[str, tuple[str, ...]] = {
    "service": ("客服", "客户服务", "服务大厅", "前台"),
    "operations": ("运行", "供热运行", "运维"),
    "repair": ("检修", "维修", "抢修", "维保"),
}


def read_department(text: str, names: Mapping[str, str]) -> tuple[str | None, str]:
    """The department named in the words, and the words without it: "检修组 管子坏了".

    A full name counts anywhere; a short one ("检修") where it stands as a word of its own, is
    followed by 部, 组, 那边 … or led by 给, 归, 找 …; one that is denied ("不归运行") never.
    """
    plain = plainly(text)
    for pattern, key in _department_patterns(names):
        for match in pattern.finditer(plain):
            if _DENIED.search(plain[max(0, match.start() - 6) : match.start("name")]):
                continue
            before, after = trim(text[: match.start()]), trim(text[match.end() :])
            return key, f"{before} {after}".strip()
    return None, trim(text)


def _department_patterns(names: Mapping[str, str]) -> Iterator[tuple[re.Pattern[str], str]]:
    full = sorted(((plainly(name), key) for key, name in names.items() if name), key=_longest)
    for name, key in full:
        yield re.compile(rf"{_TOWARDS}\s{{0,3}}(?P<name>{re.escape(name)})(?:门)?{_SIDE}"), key
    short = {n: k for k in names for n in (*_USUAL.get(k, ()), k.lower())}
    short |= {stem: key for name, key in full if len(stem := _ENDING.sub("", name)) > 1}
    for name, key in sorted(short.items(), key=_longest):
        word = re.escape(name)
        yield (
            re.compile(rf"{_TOWARDS}\s{{0,3}}(?P<name>{word})(?:{_SUFFIX}{_SIDE}|那边|这边|的人)"),
            key,
        )
        yield (
            re.compile(
                rf"(?:让|叫|请|喊|找|要)\s{{0,3}}(?P<name>{word})(?:的|师傅){{0,2}}(?=来(?:[个一俩几人]|$|\s))"
            ),
            key,
        )
        yield (
            re.compile(
                rf"(?:(?<=\W)|^|{_LED}\s{{0,3}})(?P<name>{word})(?:管|处理|负责|的活?|来|去|干|弄|修)?[吧了啊呢]?(?![^\W_])"
            ),
            key,
        )


def _longest(named: tuple[str, str]) -> int:
    return -len(named[0])


_LABELS: Mapping[str, str] = {
    "phone": r"联系电话|联系方式|手机号码?|手机|电话号码?|电话|号码|tel",
    "name": r"用户姓名|用户名|姓名|名字|户主|联系人|称呼|用户(?!说|反映|家)",
    "address": r"详细地址|家庭地址|地址|住址|门牌号?|房号",
    "community": r"小区名称?|小区|楼盘|社区",
    "room_temp_c": r"室内温度|室温|测温|温度",
    "type": r"投诉类型|类型|类别|性质",
    "source": r"(?:投诉|工单|受理)?(?:来源|渠道)",
    "happened": r"发生时间|开始时间|起始时间|时间",
}
_LABEL = re.compile(
    r"(?:(?<=[\s,。;、:/\n\d度])|^|(?<=补充)|(?<=更正))(?:把|将|改|用户|户主)?(?:"
    + "|".join(f"(?P<{field}>{words})" for field, words in _LABELS.items())
    + r")(?P<mark>\s*(?:错了|不对|有误)?[\s,]*"
    r"(?:应该是|应为|应是|改成|改为|改到|更正为|换成|[:=]|是|叫|为|改)?)\s*"
)
_OLD_FIRST = re.compile(r"不(?:是|叫|住)\S+?[\s,，。]*(?:应该|而)?(?:是|叫|住)(?P<right>\S.*)")
_OLD_LAST = re.compile(r"(?P<right>.*?\S)[\s,，。]*(?:而|并)?不(?:是|叫|住)\S")
_LONGEST_NAME = 15
_NO_NAME = re.compile(r"[\d,，。;；:：\"“”]")
_TYPES = (
    ("quality", re.compile(r"质量|温度|不热|quality")),
    ("facility", re.compile(r"设施|设备|漏|管|阀|facility")),
    ("service", re.compile(r"服务|态度|service")),
    ("other", re.compile(r"其他|其它|收费|退费|咨询|other")),
)
#: What agents call each source (R2.1). 12345 comes by its platform, whatever people dial.
_SOURCES = (
    ("网络", r"12345|网[络上站页]|官网|公众号|微信|小程序|平台|app|邮箱|邮件"),
    ("窗口", r"(?:服务|营业)?窗口|(?:服务|营业)?大厅|营业厅|柜台|前台|来访|当面"),
    ("来信", r"来信|信件|书信|写信|信访|书面"),
    ("热线", r"热线|电话|来电"),
)
_SOURCE = re.compile("|".join(f"(?P<{key}>{words})" for key, words in _SOURCES))
#: The same as all that is said; a bare 电话 or 来电 is about something else.
_CAME_BY = re.compile(
    r"(?:这[个单条]|用户|业主|他|她|人家|是|到|在|从|走|由|打|改成?|改为|应该?是?)*"
    rf"(?:{_SOURCE.pattern})(?P<came>(?:登记|受理|接待|投诉|反映|转|过)?来?的|来访|登记|受理|接待)?"
)
_PHONE = re.compile(r"(?:\+?86[-\s]?)?(?P<number>\d(?:[-\s]?\d){6,11})(?!\d)")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[-\s]?)?(?P<number>1[3-9](?:[-\s]?\d){9})(?!\d)")
_DEGREES = re.compile(
    r"(?P<minus>零下|-)?\s*(?P<number>\d{1,2}(?:\.\d+)?|[零一二三四五六七八九十两]{1,3})"
    r"(?P<half>点[零一二三四五六七八九]|度半)?"
)
_ONLY_DEGREES = re.compile(rf"(?:室内|家里|屋里)?\s*(?:{_DEGREES.pattern})\s*(?:度|℃|°c?)")


def read_corrections(text: str) -> dict[str, str]:
    """Fields of the ticket named in the words, with their values: "姓名 王女士 电话 139…".

    A value that can't be one (a phone without digits, an unknown type) is left out.
    """
    text = text[:2000]
    plain = plainly(text)
    found: dict[str, str] = {}
    labels = list(_labels(plain))
    for i, label in enumerate(labels):
        end = labels[i + 1].start() if i + 1 < len(labels) else len(plain)
        field = next(field for field in _LABELS if label[field])
        words = _not_the_old(trim(text[label.end() : end]))
        if not is_value(field, words, attached=_attached(label)):
            continue
        if field == "name" and not _named(label, words):
            words = names.find(normal.fold(words), None, []) or ""
        if words := _field_value(field, words):
            found.setdefault(field, words)
    if "phone" not in found and (number := _bare_phone(plain)):
        found["phone"] = number
    if not found and (only := _ONLY_DEGREES.fullmatch(trim(plain))):
        found["room_temp_c"] = _degrees(only)
    return found


def _not_the_old(words: str) -> str:
    """`汪女士不是王女士`, `不是3号楼 是5号楼`: what it is, without what it is not."""
    told = _OLD_FIRST.match(words) or _OLD_LAST.match(words)
    return trim(told["right"]) if told else words


def _labels(plain: str) -> Iterator[re.Match[str]]:
    """The field names that open a value; 小区 in the midst of an address is none."""
    in_address = False
    for label in _LABEL.finditer(plain):
        if in_address and label["community"] and not re.search(r"[:=是为]", label["mark"]):
            continue
        in_address = label["address"] is not None
        yield label


def _attached(label: re.Match[str]) -> bool:
    """Whether what follows is written to the field's name: 小区停电了."""
    return not label["mark"].strip() and not label[0][-1].isspace()


def _named(label: re.Match[str], words: str) -> bool:
    """Whether this is the name as it stands: told as one, and short. 用户 also opens sentences."""
    told = label["name"] in ("姓名", "名字", "用户姓名") or bool(label["mark"].strip())
    return told and len(words) <= _LONGEST_NAME and not _NO_NAME.search(words)


def _field_value(field: str, words: str) -> str:
    """The value as the ticket keeps it, or nothing."""
    plain = plainly(words)
    if field == "phone":
        match = _MOBILE.search(plain) or _PHONE.search(plain)
        spoken = digits(plain) if not match and len(digits(plain)) in (7, 8, 11, 12) else ""
        return digits(match["number"]) if match else spoken
    if field == "room_temp_c":
        degrees = _DEGREES.search(plain)
        return _degrees(degrees) if degrees else ""
    if field == "type":
        first = re.split(r"[\s,。;:]", plain)[0]  # 性质恶劣,态度不好 names none
        return next((key for key, pattern in _TYPES if pattern.search(first)), "")
    if field == "source":
        found = _SOURCE.search(plain)
        return (found.lastgroup or "") if found else ""
    return words


def came_by(text: str) -> str | None:
    """The source (R2.1) that is all the words say: `窗口来的`, `来信`; None where they say else."""
    found = _CAME_BY.fullmatch(trim(plainly(text)))
    if found is None:
        return None
    source = next(key for key, _ in _SOURCES if found[key])
    told = found["came"] or found[source] not in ("电话", "来电")
    return source if told else None


def names_source(text: str) -> bool:
    """Whether a source is told that may be none of ours: `来源 邻居`."""
    return any(label["source"] for label in _labels(plainly(text)))


def _bare_phone(plain: str) -> str:
    if match := _MOBILE.search(plain):
        return digits(match["number"])
    chosen = phones.choose(phones.find(plain))
    return chosen.digits if chosen else ""


def _degrees(match: re.Match[str]) -> str:
    number = match["number"]
    whole = number if number[0].isdigit() else str(value(number))
    half = match["half"]
    tail = "" if not half else ".5" if half == "度半" else f".{value(half[1])}"
    return ("-" if match["minus"] else "") + whole + tail
