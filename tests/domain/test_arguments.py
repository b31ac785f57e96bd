"""Ratings, verdicts, departments and corrected fields in people's words."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.arguments import read_corrections, read_department, read_rating, read_verdict

NAMES = {"service": "客服部", "operations": "运行部", "repair": "检修部"}

RATINGS = [
    ("满意", "满意"), ("很满意", "满意"), ("非常满意", "满意"), ("用户满意", "满意"),
    ("基本满意", "基本满意"), ("比较满意", "基本满意"), ("还行", "基本满意"),
    ("一般", "基本满意"), ("一般般", "基本满意"), ("凑合", "基本满意"), ("不满意", "不满意"),
    ("不太满意", "不满意"), ("很不满意", "不满意"), ("不是很满意", "不满意"),
    ("没接电话", "未评价"), ("未接通", "未评价"), ("没评价", "未评价"), ("未评价", "未评价"),
    ("用户不评价", "未评价"), ("电话关机", "未评价"), ("满意 没接第二个电话", "满意"),
    ("没有不满意", "满意"), ("没意见", "满意"), ("差评", "不满意"), ("用户有意见", "不满意"),
    ("还是不热", "不满意"), ("用户说很好", "满意"), ("感谢", "满意"), ("用户满意吗", None),
    ("满不满意没说", None), ("处理完了", None), ("好", "满意"), ("可以", "满意"), ("", None),
    ("ＯＫ", None), ("未接", "未评价"), ("打了两次没人接", "未评价"),
    ("不满意 又凉了", "不满意"), ("基本上满意", "基本满意"), ("还可以", "基本满意"),
    ("挺好的", "满意"), ("满意度一般", "基本满意"), ("用户没有满意", "不满意"),
    ("表扬了师傅", "满意"), ("无人接听", "未评价"), ("不好", "不满意"),
    ("非常不满意", "不满意"), ("用户不在家没评价", "未评价"),
    ("比较满意，温度上来了", "基本满意"),
]  # fmt: skip

VERDICTS = [
    ("合格", True), ("不合格", False), ("通过", True), ("没通过", False), ("未通过", False),
    ("ok", True), ("OK", True), ("不行", False), ("不合格 还漏", False), ("合格 无渗漏", True),
    ("合格，没有漏水", True), ("没问题", True), ("有问题", False), ("可以", True),
    ("不可以", False), ("验收合格", True), ("基本合格", True), ("不太合格", False),
    ("没有不合格", True), ("合格吗", None), ("是否合格", None), ("运行正常", True),
    ("不正常", False), ("进行中", None), ("返工", False), ("还在漏", False), ("过了", True),
    ("没过", False), ("行", True), ("好", True), ("达标", True), ("不达标", False),
    ("👌", True), ("", None), ("温度20度", None), ("没有问题", True), ("还不热", False),
    ("不予通过", False), ("管子要重做", False), ("同意", True), ("已恢复正常", True),
    ("通过 但是要回头看", True), ("全部合格", True),
]  # fmt: skip

DEPARTMENTS = [
    ("检修部", ("repair", "")), ("检修", ("repair", "")), ("检修组", ("repair", "")),
    ("运行那边", ("operations", "")), ("给检修", ("repair", "")),
    ("检修部 不归我们", ("repair", "不归我们")), ("不归我们 应该检修", ("repair", "不归我们")),
    ("不归运行部 转检修部", ("repair", "不归运行部")),
    ("不归运行 归检修管", ("repair", "不归运行")), ("管子坏了 检修", ("repair", "管子坏了")),
    ("阀门坏了要检修才行", (None, "阀门坏了要检修才行")), ("客服", ("service", "")),
    ("维修班", ("repair", "")), ("检修部门 管子漏", ("repair", "管子漏")),
    ("运行部 温度问题", ("operations", "温度问题")), ("运行不正常", (None, "运行不正常")),
    ("repair", ("repair", "")), ("转给检修部的人 快点", ("repair", "快点")),
    ("不归我们", (None, "不归我们")), ("", (None, "")),
    ("检修部检修过了", ("repair", "检修过了")), ("检 修部", (None, "检 修部")),
    ("不是我们的", (None, "不是我们的")), ("应该是检修的活", ("repair", "")),
    ("找维修", ("repair", "")), ("给客服 不归我们管", ("service", "不归我们管")),
    ("抢修队", ("repair", "")), ("检修一下", (None, "检修一下")),
]  # fmt: skip

CORRECTIONS = [
    ("电话 13912345678", {"phone": "13912345678"}),
    ("电话：139 1234 5678", {"phone": "13912345678"}),
    ("电话139-1234-5678", {"phone": "13912345678"}),
    ("电话１３９１２３４５６７８", {"phone": "13912345678"}),
    ("姓名 王女士 地址 阳光花园3-2-501", {"name": "王女士", "address": "阳光花园3-2-501"}),
    ("温度15", {"room_temp_c": "15"}), ("温度 15.5度", {"room_temp_c": "15.5"}),
    ("室温十五度", {"room_temp_c": "15"}), ("室内温度零下2度", {"room_temp_c": "-2"}),
    ("类型 设施", {"type": "facility"}), ("类型：服务态度", {"type": "service"}),
    ("类型 未知", {}), ("小区 阳光花园", {"community": "阳光花园"}),
    ("地址 阳光小区3号楼2单元501", {"address": "阳光小区3号楼2单元501"}),
    ("地址 阳光 小区 3号楼", {"address": "阳光 小区 3号楼"}),
    ("13912345678", {"phone": "13912345678"}), ("王女士 13912345678", {"phone": "13912345678"}),
    ("15度", {"room_temp_c": "15"}),
    ("姓名王女士 电话13912345678", {"name": "王女士", "phone": "13912345678"}),
    ("姓名:李先生,电话:0431-88886666", {"name": "李先生", "phone": "043188886666"}),
    ("电话错了 应该是13900001111", {"phone": "13900001111"}),
    ("电话改成13900001111", {"phone": "13900001111"}),
    ("地址改为 阳光花园5号楼", {"address": "阳光花园5号楼"}),
    ("发生时间 昨天晚上", {"happened": "昨天晚上"}), ("时间 今早6点", {"happened": "今早6点"}),
    ("电话 没有", {}), ("电话 一三九一二三四五六七八", {"phone": "13912345678"}), ("", {}),
    ("随便说说", {}), ("用户 张大爷", {"name": "张大爷"}),
    ("户主叫张三 电话 +86 13912345678", {"name": "张三", "phone": "13912345678"}),
    ("房号 3-2-501", {"address": "3-2-501"}),
    ("小区 阳光花园 地址 3号楼2单元501", {"community": "阳光花园", "address": "3号楼2单元501"}),
    ("姓名 王女士 小区 阳光花园 温度 16 类型 质量",
     {"name": "王女士", "community": "阳光花园", "room_temp_c": "16", "type": "quality"}),
    ("电话是13912345678，地址是幸福里2-301", {"phone": "13912345678", "address": "幸福里2-301"}),
    ("手机 139 1234 5678 下午打", {"phone": "13912345678"}),
    ("把电话改成13900001111", {"phone": "13900001111"}), ("用户说家里不热", {}),
    ("电话 88886666", {"phone": "88886666"}),
    ("名字 赵\n电话 13912345678", {"name": "赵", "phone": "13912345678"}),
    ("用户确认都热了,可以结单", {}), ("约好了:用户周五上午在家,2单元302", {}), ("户主不在家", {}),
    ("用户王女士 地址 阳光花园", {"name": "王女士", "address": "阳光花园"}),
    ("姓名：古丽·阿不都", {"name": "古丽·阿不都"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rating"), RATINGS)
def test_a_rating_is_read(text: str, rating: str | None) -> None:
    assert read_rating(text) == rating


@pytest.mark.parametrize(("text", "passed"), VERDICTS)
def test_a_verdict_is_read(text: str, passed: bool | None) -> None:
    assert read_verdict(text) is passed


@pytest.mark.parametrize(("text", "found"), DEPARTMENTS)
def test_a_department_is_found(text: str, found: tuple[str | None, str]) -> None:
    assert read_department(text, NAMES) == found


@pytest.mark.parametrize(("text", "fields"), CORRECTIONS)
def test_fields_are_read(text: str, fields: dict[str, str]) -> None:
    assert read_corrections(text) == fields


def test_a_companys_own_names_come_first() -> None:
    assert read_department("转二网班", {"n1": "一网班", "n2": "二网班"}) == ("n2", "")
    assert read_department("供热检修部门 漏", {"r": "供热检修部门"}) == ("r", "漏")
    assert read_department("检修二部", {"a": "检修部", "b": "检修二部"}) == ("b", "")
    assert read_department("检修部", {}) == (None, "检修部")


@given(st.text() | st.text(alphabet="电话姓名地址温度不满意合格检修部 :，1390"))
def test_nothing_that_is_typed_breaks_a_reader(text: str) -> None:
    read_rating(text)
    read_verdict(text)
    read_department(text, NAMES)
    for field, value in read_corrections(text).items():
        assert value, field


@pytest.mark.parametrize("text", [" ", "不", "电话 ", "给 ", "139", "一", "检修", "满意", "零下"])
def test_a_long_text_is_read_at_once(text: str) -> None:
    long = (text * 20_000)[:20_000]
    start = time.process_time()
    read_rating(long), read_verdict(long), read_department(long, NAMES), read_corrections(long)
    assert time.process_time() - start < 0.5
