"""Who called it in, who is known by another name, whose number is another's (R2.2.2)."""

from __future__ import annotations

import pytest

from bot.domain.complaint import read

A, B = "13911110001", "13911110002"


@pytest.mark.parametrize(
    ("text", "name", "phone"),
    [
        (f"老丁刚打来的 他们那趟楼凉了 云杉里 老丁号我记了 {A}", "老丁", A),
        ("架空管外头的铁皮掉下来了 云杉路西口 修鞋的老耿头报的", "老耿头", None),
        (f"云杉路主管裂了 现场找老蔫儿{A}", "老蔫儿", A),
        (f"云杉屯后街红铁门。炕凉得像石头。我是老孙婆子,电话{A}", "老孙婆子", A),
        (f"用户王占魁说短信说已测温,可没人去过他家。云杉里 11-3-602,{A}", "王占魁", A),
        (f"暖气断了两天。接电话的姓毕,说“知道了”。云杉护理院\n家属 齐建华 {A}", "齐建华", A),
        (f"水发绿。给了我他们孟经理的号{A}。云杉里 3-704,姜晓东,{B}", "姜晓东", B),
        (f"云杉里2-2601,屋里15度。让我打给雷站长({A})。我白天上班,手机{B}", None, B),
    ],
)
def test_whom_to_call(text: str, name: str | None, phone: str | None) -> None:
    assert [(c.name, c.phone) for c in read(text)] == [(name, phone)]


def test_what_a_neighbour_is_stands_before_his_name_in_a_chat() -> None:
    text = (
        f"云杉业主群\n楼主老戴 19:03:我家8-2-601 凉的 {A}\n"
        f"开水果店的燕子 19:10:我门市 云杉坊1-6号 也不热 {B}"
    )
    assert [(c.name, c.phone) for c in read(text)] == [("老戴", A), ("燕子", B)]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("我校云杉育英小学共14个班,今晨起教室无一处有热。", "云杉育英小学"),
        ("云杉苏木查干嘎查从昨晚起没热", "云杉苏木查干嘎查"),
        ("云杉里咋回事了 从昨晚就凉了", "云杉里"),
        ("暖气漏水 还是老地方云杉小区十三号楼一单元二楼", "云杉小区十三号楼一单元二楼"),
        ("云杉雅居三十五户说管子冰手", "云杉雅居"),
    ],
)
def test_the_address_is_the_place_alone(text: str, address: str) -> None:
    assert [c.address for c in read(text)] == [address]
